package pk.useful.door

import android.Manifest.permission.SEND_SMS
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.telephony.SmsManager
import android.telephony.TelephonyManager
import kotlin.concurrent.thread

/**
 * Gives the core's texts to the operator, by the card that the phone uses for texts, for as long as it runs. That the
 * operator has delivered one is not asked: it would prove nothing that the room's own receipt does not prove better.
 */
class TextSender(private val context: Context) {
    @Volatile private var running = false

    fun begin() {
        if (running) return
        running = true
        thread(name = "texts") {
            while (running) {
                HifazatDoor.textsReady(ready())
                Answers.text(HifazatDoor.nextText(PATIENCE_MS))?.let(::send)
            }
        }
    }

    fun end() {
        running = false
    }

    private fun ready(): String {
        val hasRadio = context.packageManager.hasSystemFeature(PackageManager.FEATURE_TELEPHONY)
        val sim = context.getSystemService(TelephonyManager::class.java)?.simState ?: TelephonyManager.SIM_STATE_UNKNOWN
        return TextResults.ready(context.checkSelfPermission(SEND_SMS) == PackageManager.PERMISSION_GRANTED, hasRadio, sim)
    }

    private fun send(text: Text) {
        // The id is part of the intent's data: extras alone would make all of these one intent.
        val told = Intent(context, Sent::class.java).setData(Uri.fromParts(SCHEME, text.id.toString(), null))
        val sent = PendingIntent.getBroadcast(context, 0, told, PendingIntent.FLAG_IMMUTABLE)
        try {
            @Suppress("DEPRECATION") // the newer way to it came with API 31
            SmsManager.getDefault().sendTextMessage(text.number, null, text.text, sent, null)
        } catch (refused: SecurityException) {
            HifazatDoor.textResult(text.id, "not_allowed")
        } catch (refused: RuntimeException) {
            HifazatDoor.textResult(text.id, "refused")
        }
    }

    /** Hears what the operator said. Not exported: only the system reaches it, through our own intent. */
    class Sent : BroadcastReceiver() {
        override fun onReceive(context: Context, intent: Intent?) {
            val id = intent?.data?.takeIf { it.scheme == SCHEME }?.schemeSpecificPart?.toLongOrNull() ?: return
            HifazatDoor.textResult(id, TextResults.ofSent(resultCode))
        }
    }

    private companion object {
        const val SCHEME = "text"
        const val PATIENCE_MS = 10_000L
    }
}
