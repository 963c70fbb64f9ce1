package pk.useful.door

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.content.Context
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Bundle
import android.os.Looper

/**
 * Takes the places that a telephone brings, and none. Android's type says that there is always one, and of that type Kotlin's
 * own check would throw on the main thread before our first line; of a type that may be null it has none.
 */
abstract class PlaceOrNone<T : Location?> {
    fun onLocationChanged(location: T) {
        if (location != null) Phone.fixArrived(Reading.of(location))
    }
}

/**
 * The place by the platform's own LocationManager, with every provider that the phone has: Google's services are not asked
 * for, and are not needed. A provider that is switched off, or leave that is taken away in mid-alert, ends nothing.
 */
class Places(private val context: Context) : PlaceOrNone<Location>(), LocationListener {
    private val manager: LocationManager? = context.getSystemService(LocationManager::class.java)

    /** Begins, or begins again after something changed. Answers whether any provider listens. */
    fun begin(): Boolean {
        end()
        tellOpen(context)
        return chosen(manager?.allProviders ?: emptyList()).count(::listen) > 0
    }

    fun end() {
        manager?.removeUpdates(this)
    }

    private fun listen(provider: String): Boolean = try {
        manager?.requestLocationUpdates(provider, EVERY_MS, 0f, this, Looper.getMainLooper())
        manager != null
    } catch (refused: SecurityException) {
        // Coarse leave opens the network's provider and not the satellites'.
        false
    } catch (gone: IllegalArgumentException) {
        false
    }

    // The alert goes on; the status says that the place is missing.
    override fun onProviderDisabled(provider: String) = tellOpen(context)

    override fun onProviderEnabled(provider: String) = tellOpen(context)

    @Deprecated("called before Android 10 only")
    override fun onStatusChanged(provider: String?, status: Int, extras: Bundle?) = Unit

    companion object {
        private const val EVERY_MS = 2_000L

        /** All but the passive one, which only repeats what others asked for. */
        fun chosen(providers: List<String>): List<String> = providers.filter { it != "passive" }.sorted()

        fun isAllowed(context: Context): Boolean =
            listOf(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION).any { context.checkSelfPermission(it) == PERMISSION_GRANTED }

        /** Does the system let us know the place: with her leave, and with any source of places switched on? */
        fun isOpen(allowed: Boolean, enabled: List<String>): Boolean = allowed && chosen(enabled).isNotEmpty()

        fun tellOpen(context: Context) {
            val enabled = context.getSystemService(LocationManager::class.java)?.getProviders(true) ?: emptyList()
            HifazatDoor.placeAllowed(isOpen(isAllowed(context), enabled))
        }

        /** What the system already knows. Asked after the alert is saved: the system may be slow to answer. */
        fun tellLastKnown(context: Context) {
            if (!isAllowed(context)) return
            val manager = context.getSystemService(LocationManager::class.java) ?: return
            val known = manager.allProviders.mapNotNull { provider ->
                try {
                    manager.getLastKnownLocation(provider)
                } catch (refused: SecurityException) {
                    null
                }
            }
            known.maxByOrNull { it.time }?.let { Phone.fixArrived(Reading.of(it)) }
        }
    }
}
