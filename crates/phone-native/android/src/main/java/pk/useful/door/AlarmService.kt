package pk.useful.door

import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.ServiceInfo
import android.os.BatteryManager
import android.os.Build
import android.os.Handler
import android.os.IBinder
import android.os.Looper
import android.util.Log

/**
 * Stands by a live alert: keeps the process alive, tells places, hears of networks. It survives the removal of the task, and
 * comes again after the system killed it (START_STICKY; [CarryJob] where that is not enough). It asks the core whether it
 * is still needed, never the intent that started it: an intent can be forged or old.
 */
class AlarmService : Service() {
    private val main = Handler(Looper.getMainLooper())
    private val look = Runnable { lookRound() }
    private lateinit var places: Places
    private lateinit var network: NetworkWatch
    private lateinit var texts: TextSender

    override fun onCreate() {
        super.onCreate()
        places = Places(this)
        network = NetworkWatch(this)
        texts = TextSender(this)
    }

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        // First: the system ends a process whose foreground service does not show itself in time.
        val stands = stand()
        Phone.open(this)
        val status = Phone.wake(Reason.SERVICE)
        if (!stands) {
            // The system refuses a service now; the job goes on.
            CarryJob.soon(this)
            stopSelf()
            return START_NOT_STICKY
        }
        if (!status.follow) {
            leave()
            return START_NOT_STICKY
        }
        places.begin()
        network.begin()
        texts.begin()
        main.removeCallbacks(look)
        main.postDelayed(look, LOOK_EVERY_MS)
        return START_STICKY
    }

    /** Shows the ongoing notification; the system may refuse. */
    private fun stand(): Boolean = try {
        if (Build.VERSION.SDK_INT >= 29) {
            startForeground(Notices.STANDING, Notices.standing(this), ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION)
        } else {
            startForeground(Notices.STANDING, Notices.standing(this))
        }
        true
    } catch (refused: RuntimeException) {
        Log.w("Numbers", "no service now: ${refused.javaClass.simpleName}")
        false
    }

    private fun lookRound() {
        val status = Phone.status()
        // A door that does not answer is no reason to leave her alone.
        if (status.errorCode == null && !status.follow) {
            leave()
            return
        }
        tellBattery()
        // A provider may have been switched on, leave given or taken away.
        places.begin()
        main.postDelayed(look, LOOK_EVERY_MS)
    }

    private fun tellBattery() {
        val battery = getSystemService(BatteryManager::class.java) ?: return
        val percent = battery.getIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY)
        HifazatDoor.battery(percent, battery.isCharging)
    }

    private fun leave() {
        @Suppress("DEPRECATION")
        stopForeground(true)
        stopSelf()
    }

    /** She, or he, wiped the app away: the alert goes on. */
    override fun onTaskRemoved(rootIntent: Intent?) {
        CarryJob.soon(this)
    }

    override fun onDestroy() {
        main.removeCallbacks(look)
        places.end()
        network.end()
        texts.end()
        super.onDestroy()
    }

    override fun onBind(intent: Intent?): IBinder? = null

    companion object {
        private const val LOOK_EVERY_MS = 30_000L

        /** Starts it if the core says that it is needed and the system lets us. */
        fun begin(context: Context) {
            ClipService.begin(context)
            val allowed = Places.isAllowed(context)
            when (Standing.way(Phone.status().follow, allowed, Build.VERSION.SDK_INT)) {
                Standing.Way.NONE -> Unit
                Standing.Way.JOB -> CarryJob.soon(context)
                Standing.Way.SERVICE -> start(context)
            }
        }

        private fun start(context: Context) {
            val intent = Intent(context, AlarmService::class.java)
            try {
                if (Build.VERSION.SDK_INT >= 26) context.startForegroundService(intent) else context.startService(intent)
            } catch (refused: RuntimeException) {
                // Android 12 and later refuse some starts from the background, as IllegalStateException.
                Log.w("Numbers", "no service from here: ${refused.javaClass.simpleName}")
                CarryJob.soon(context)
            }
        }
    }
}
