package pk.useful.door

import android.app.Service
import android.content.Context
import android.content.Intent
import android.os.BatteryManager
import android.os.Build
import android.os.Handler
import android.os.IBinder
import android.os.Looper
import android.util.Log

/**
 * Stands by a live alert: keeps the process alive, tells places, hears of networks. Listens for the triggers that she chose,
 * alert or not: the system lets a service that listens already take up an alert, where a new one may not start. It survives
 * the removal of the task, and comes again after the system killed it (START_STICKY; [CarryJob] where that is not enough).
 * It asks the core whether it is still needed, never the intent that started it: an intent can be forged or old.
 */
class AlarmService : Service() {
    private val main = Handler(Looper.getMainLooper())
    private val look = Runnable { lookRound() }
    private lateinit var places: Places
    private lateinit var network: NetworkWatch
    private lateinit var texts: TextSender
    private lateinit var listening: Listening
    private val awake = Awake("list:carry")
    private val late = Late()

    /** An alert is followed. */
    private var follows = false

    /** Triggers are listened for. */
    @Volatile private var hears = false

    /** There is anything to stand by: one of those two, or her noise. */
    private var isNeeded = false

    /** The newest start that we have heard of. */
    private var lastStart = 0

    /** What the system believes that we are, see [Standing.types]. */
    private var types = 0

    /** The notification says that a text waits for her touch. */
    private var textWaits = false

    override fun onCreate() {
        super.onCreate()
        listening = Listening(this)
        places = Places(this)
        network = NetworkWatch(this)
        texts = TextSender(this) { main.post(look) }
    }

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        lastStart = startId
        // First: the system ends a process whose foreground service does not show itself in time.
        val stands = stand(follow = true, hear = false) || stand(follow = false, hear = true)
        Phone.open(this)
        val status = Phone.wake(Reason.SERVICE)
        if (!stands) {
            // The system refuses a service now; the job goes on.
            if (status.follow) CarryJob.soon(this)
            stopSelfResult(lastStart)
            return START_NOT_STICKY
        }
        standing = this
        return if (standBy(status)) START_STICKY else START_NOT_STICKY
    }

    /** Shows the ongoing notification; the system may refuse. */
    private fun stand(follow: Boolean, hear: Boolean): Boolean = try {
        val wanted = Standing.types(follow, hear, Places.isAllowed(this), Build.VERSION.SDK_INT)
        if (Build.VERSION.SDK_INT >= 29) {
            startForeground(Notices.STANDING, Notices.standing(this, textWaits, late.isSo), wanted)
        } else {
            startForeground(Notices.STANDING, Notices.standing(this, textWaits, late.isSo))
        }
        types = wanted
        true
    } catch (refused: RuntimeException) {
        Log.w("Numbers", "no service now: ${refused.javaClass.simpleName}")
        false
    }

    private fun lookRound() {
        standBy(Phone.status())
    }

    /** Does what the core says is needed now, and looks again later. Answers whether anything is. */
    private fun standBy(status: Status): Boolean {
        main.removeCallbacks(look)
        // A door that does not answer any more is no reason to leave her alone.
        val waited = textWaits
        if (status.errorCode == null) {
            follows = status.follow
            textWaits = status.follow && status.textWaits
            hears = status.wishes.chosen.isNotEmpty()
            isNeeded = Standing.isNeeded(status)
            Pull.afterwards("staying awake") {
                if (Standing.isAwake(status)) awake.hold(this, Standing.LOOK_AWAKE_MS) else awake.release()
            }
            Wished.obey(this, status.wishes)
            listening.begin(status.wishes.chosen)
        }
        if (!isNeeded) {
            leave()
            return false
        }
        val wanted = Standing.types(follows, hears, Places.isAllowed(this), Build.VERSION.SDK_INT)
        val turns = late.turns(status)
        if (turns || wanted != types || textWaits != waited) stand(follows, hears)
        if (turns && late.isSo) Pull.afterwards("the knock") { Feel.late(this) }
        if (follows) carry() else rest()
        main.postDelayed(look, Standing.LOOK_EVERY_MS)
        return true
    }

    private fun carry() {
        tellBattery()
        // A provider may have been switched on or off, leave given or taken away.
        places.begin()
        network.begin()
        texts.begin()
        FactsDesk.tell(this)
    }

    /** Nothing is live: only triggers are listened for. */
    private fun rest() {
        places.end()
        network.end()
        texts.end()
    }

    private fun tellBattery() {
        val battery = getSystemService(BatteryManager::class.java) ?: return
        val percent = battery.getIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY)
        HifazatDoor.battery(percent, battery.isCharging)
    }

    private fun leave() {
        // Who needs one from now on starts one: this one may be gone by the time that it would look.
        if (standing === this) standing = null
        @Suppress("DEPRECATION")
        stopForeground(true)
        // Not if another start is on its way to us: that one is for an alert of which we do not know yet.
        stopSelfResult(lastStart)
    }

    /** She, or he, wiped the app away: the alert goes on. */
    override fun onTaskRemoved(rootIntent: Intent?) {
        CarryJob.soon(this)
    }

    override fun onDestroy() {
        main.removeCallbacks(look)
        if (standing === this) standing = null
        listening.end()
        rest()
        awake.release()
        super.onDestroy()
    }

    override fun onBind(intent: Intent?): IBinder? = null

    companion object {
        /** The one that runs. */
        @Volatile private var standing: AlarmService? = null

        /** Are triggers listened for now? */
        val listens: Boolean get() = standing?.hears == true

        /** Lets the one that runs look at once, or starts one; where the system refuses that, a job carries a live alert. */
        fun begin(context: Context) {
            ClipService.begin(context)
            val status = Phone.status()
            if (!tries(context, status) && status.follow) CarryJob.soon(context)
        }

        /** The same without the job: a job that schedules itself stops itself. Answers whether what is needed runs. */
        fun tries(context: Context, status: Status): Boolean {
            val runs = standing
            runs?.main?.post(runs.look)
            return runs != null || !Standing.isNeeded(status) || start(context)
        }

        private fun start(context: Context): Boolean {
            val intent = Intent(context, AlarmService::class.java)
            return try {
                if (Build.VERSION.SDK_INT >= 26) context.startForegroundService(intent) else context.startService(intent)
                true
            } catch (refused: RuntimeException) {
                // Android 12 and later refuse some starts from the background, as IllegalStateException.
                Log.w("Numbers", "no service from here: ${refused.javaClass.simpleName}")
                false
            }
        }
    }
}
