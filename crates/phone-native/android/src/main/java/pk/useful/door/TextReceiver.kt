package pk.useful.door

import android.Manifest.permission.RECEIVE_SMS
import android.content.BroadcastReceiver
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.provider.Telephony
import android.util.Log

/**
 * Hears of texts that come in, only while she wants receipts as texts: off, the system does not even start it. A text that does
 * not look like a receipt of ours is not touched, not kept, and named nowhere. Whether one that does is true, the core decides.
 */
class TextReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent?) {
        if (intent?.action != Telephony.Sms.Intents.SMS_RECEIVED_ACTION) return
        val receipt = Receipts.of(parts(intent)) ?: return
        Phone.open(context)
        HifazatDoor.textArrived(receipt)
        // The system has started us: what is live may as well be carried on.
        AlarmService.begin(context)
    }

    /** The words of the text's parts. What cannot be read is no text of ours. */
    private fun parts(intent: Intent): List<String?> = try {
        Telephony.Sms.Intents.getMessagesFromIntent(intent)?.map { it?.messageBody }.orEmpty()
    } catch (unreadable: RuntimeException) {
        emptyList()
    }

    companion object {
        fun isAllowed(context: Context): Boolean =
            context.checkSelfPermission(RECEIVE_SMS) == PackageManager.PERMISSION_GRANTED

        /** Switched on and off with her wish; the system remembers it over restarts. */
        fun follow(context: Context, wanted: Boolean) {
            val it = ComponentName(context, TextReceiver::class.java)
            val to = if (wanted) PackageManager.COMPONENT_ENABLED_STATE_ENABLED else PackageManager.COMPONENT_ENABLED_STATE_DEFAULT
            try {
                if (context.packageManager.getComponentEnabledSetting(it) == to) return
                context.packageManager.setComponentEnabledSetting(it, to, PackageManager.DONT_KILL_APP)
            } catch (refused: RuntimeException) {
                Log.w("Numbers", "no receipts by text: ${refused.javaClass.simpleName}")
            }
        }
    }
}
