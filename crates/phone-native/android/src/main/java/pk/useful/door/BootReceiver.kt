package pk.useful.door

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent

/** After a start of the phone and after an update of the app: an alert that was live is live again. */
class BootReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent?) {
        val reason = Reason.of(intent?.action) ?: return
        Alone.woken(context)
        Phone.open(context)
        val status = Phone.wake(reason)
        FactsDesk.tell(context)
        if (status.pending > 0) CarryJob.soon(context)
        AlarmService.begin(context)
    }
}
