package pk.useful.door

import android.app.Activity
import android.content.Context
import android.os.Handler
import android.os.Looper
import java.lang.ref.WeakReference
import java.util.concurrent.Executors

/**
 * Does what she wished for on the page: noise, triggers to listen for, a repair. It looks while a window of ours
 * is before her, and while there is noise; [AlarmService] looks too, for as long as it runs. An alarm that she raised on the
 * page is found here as well: it needs the service, which may begin while she has the window before her and hardly after.
 */
object Wished {
    private const val LOOK_EVERY_MS = 500L

    private val main = Handler(Looper.getMainLooper())
    private val asker = Executors.newSingleThreadExecutor { work -> Thread(work, "wishes") }
    private var window = WeakReference<Activity>(null)
    private var noise: Noise? = null
    private var done = Wishes()
    private var followed = Followed()
    private var looking = false

    fun shown(activity: Activity) {
        window = WeakReference(activity)
        // A service that the system refused before may start now.
        followed = Followed()
        look(activity.applicationContext)
    }

    fun hidden(activity: Activity) {
        if (window.get() === activity) window.clear()
        // The last moment at which the system surely lets a service begin; it may have refused before, or she was quicker.
        val context = activity.applicationContext
        asker.execute { Pull.afterwards("the service") { AlarmService.begin(context) } }
    }

    private fun look(context: Context) {
        if (looking) return
        looking = true
        asker.execute {
            val status = Phone.status()
            main.post {
                looking = false
                // A door that does not answer takes nothing back.
                if (status.errorCode == null) obey(context, status.wishes)
                if (followed.isNews(status)) AlarmService.begin(context)
                if (window.get() != null || done.siren || done.torch) {
                    main.removeCallbacksAndMessages(null)
                    main.postDelayed({ look(context) }, LOOK_EVERY_MS)
                }
            }
        }
    }

    /** On the main thread. What was done already is not done again. */
    fun obey(context: Context, wishes: Wishes) {
        val before = done
        val activity = window.get()
        done = if (activity == null) wishes.copy(repair = before.repair) else wishes
        if (wishes.siren || wishes.torch || noise != null) {
            noise = (noise ?: Noise(context.applicationContext)).apply { make(wishes.siren, wishes.torch) }
        }
        if (wishes.chosen != before.chosen || wishes.needService != before.needService) AlarmService.begin(context)
        if (wishes.chosen != before.chosen || wishes.receipts != before.receipts) FactsDesk.tell(context)
        if (activity != null && wishes.repair != null && wishes.repair != before.repair) Repair.begin(activity, wishes.repair)
    }
}
