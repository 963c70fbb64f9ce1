package pk.useful.door

import android.app.Activity
import android.content.Context
import android.os.Handler
import android.os.Looper
import java.lang.ref.WeakReference
import java.util.concurrent.Executors

/**
 * Does what she wished for on the page: noise, triggers to listen for, a repair. It looks while a window of ours
 * is before her, and while there is noise; [AlarmService] looks too, for as long as it runs.
 */
object Wished {
    private const val LOOK_EVERY_MS = 500L

    private val main = Handler(Looper.getMainLooper())
    private val asker = Executors.newSingleThreadExecutor { work -> Thread(work, "wishes") }
    private var window = WeakReference<Activity>(null)
    private var noise: Noise? = null
    private var done = Wishes()
    private var followed = false
    private var looking = false

    fun shown(activity: Activity) {
        window = WeakReference(activity)
        // A service that the system refused before may start now.
        followed = false
        look(activity.applicationContext)
    }

    fun hidden(activity: Activity) {
        if (window.get() === activity) window.clear()
    }

    private fun look(context: Context) {
        if (looking) return
        looking = true
        asker.execute {
            val status = Phone.status()
            main.post {
                looking = false
                // A door that does not answer takes nothing back.
                if (status.errorCode == null) {
                    follow(context, status.follow)
                    obey(context, status.wishes)
                }
                if (window.get() != null || done.siren || done.torch) {
                    main.removeCallbacksAndMessages(null)
                    main.postDelayed({ look(context) }, LOOK_EVERY_MS)
                }
            }
        }
    }

    /** The page raises without us: whoever stands by its alert begins here. */
    private fun follow(context: Context, follows: Boolean) {
        val news = follows && !followed
        followed = follows
        if (news) AlarmService.begin(context)
    }

    /** On the main thread. What was done already is not done again. */
    fun obey(context: Context, wishes: Wishes) {
        val before = done
        val activity = window.get()
        done = if (activity == null) wishes.copy(repair = before.repair) else wishes
        if (wishes.siren || wishes.torch || noise != null) {
            noise = (noise ?: Noise(context.applicationContext)).apply { make(wishes.siren, wishes.torch) }
        }
        if (wishes.chosen != before.chosen) AlarmService.begin(context)
        if (wishes.chosen != before.chosen || wishes.receipts != before.receipts) FactsDesk.tell(context)
        if (activity != null && wishes.repair != null && wishes.repair != before.repair) Repair.begin(activity, wishes.repair)
    }
}
