package pk.useful.door

import android.content.Context
import android.os.SystemClock
import android.util.Log

/** A trigger was pulled: the alert is saved first, everything else comes after it. Nothing here needs a permission. */
object Pull {
    val practice = Practice()

    fun now(context: Context, trigger: Trigger): Raised {
        Phone.open(context)
        val drill = practice.takes(trigger, SystemClock.elapsedRealtime())
        val raised = Phone.raise(trigger, drill)
        Feel.told(context, raised)
        afterwards("the last known place") { Places.tellLastKnown(context) }
        afterwards("the job") { CarryJob.soon(context) }
        if (!drill) {
            afterwards("the service") { AlarmService.begin(context) }
        }
        return raised
    }

    /** What may fail without the alert failing. */
    private fun afterwards(what: String, act: () -> Unit) {
        try {
            act()
        } catch (failed: RuntimeException) {
            Log.w("Numbers", "$what failed: ${failed.javaClass.simpleName}")
        }
    }
}
