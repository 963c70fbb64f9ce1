package pk.useful.door

import android.content.Context

/**
 * The system has started us with nobody looking: no window was open in this process. It is the only proof there is that a
 * maker's battery saver spares us.
 */
object Alone {
    private const val FILE = "door"
    private const val LAST_MS = "woken_alone_ms"

    @Volatile private var seen = false

    /** She has opened a window in this process: what comes now proves nothing. */
    fun seen() {
        seen = true
    }

    /** A job or a receiver of the system's was called. */
    fun woken(context: Context) {
        if (!seen) file(context).edit().putLong(LAST_MS, System.currentTimeMillis()).apply()
    }

    fun lastMs(context: Context): Long? = file(context).getLong(LAST_MS, 0L).takeIf { it > 0 }

    private fun file(context: Context) = context.getSharedPreferences(FILE, Context.MODE_PRIVATE)
}
