package pk.useful.door

import android.content.Context
import android.util.Log

/** A trigger was pulled: the alert is saved first, everything else comes after it. Nothing here needs a permission. */
object Pull {
    private val awake = Awake("list:pull")

    fun now(context: Context, trigger: Trigger): Raised {
        val drill = isDrill(Phone.open(context), trigger)
        val raised = Phone.raise(trigger, drill)
        afterwards("staying awake") { awake.hold(context, Standing.PULL_AWAKE_MS) }
        Feel.told(context, raised)
        afterwards("the last known place") { Places.tellLastKnown(context) }
        afterwards("the job") { CarryJob.soon(context) }
        if (!drill) {
            afterwards("the service") { AlarmService.begin(context) }
        }
        return raised
    }

    /**
     * Only the trigger that she is trying, and only while the core says so. Its practice holds for one pull and not for long:
     * a real alarm must not be taken for practice because she forgot. A core that does not answer is told of an alarm.
     */
    fun isDrill(status: Status, trigger: Trigger): Boolean = status.errorCode == null && status.wishes.practise == trigger

    /** What may fail without the alert failing. */
    fun afterwards(what: String, act: () -> Unit) {
        try {
            act()
        } catch (failed: RuntimeException) {
            Log.w("Numbers", "$what failed: ${failed.javaClass.simpleName}")
        }
    }
}
