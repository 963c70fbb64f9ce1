package pk.useful.door

import android.Manifest.permission.SEND_SMS
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import kotlin.concurrent.thread

/**
 * Gives the core's texts to the operator, or lays before her what only she can send, for as long as it runs. That the operator
 * has delivered one is not asked: it would prove nothing that the room's own receipt does not prove better.
 *
 * [waits] is called, on a thread of its own, whenever it has looked and found that texts need her touch.
 */
class TextSender(private val context: Context, private val waits: () -> Unit = {}) {
    @Volatile private var running = false

    fun begin() {
        if (running) return
        running = true
        thread(name = "texts") {
            while (running) {
                val ready = ready()
                HifazatDoor.textsReady(ready)
                if (ready == TextResults.NEEDS_TOUCH) waits()
                Answers.text(HifazatDoor.nextText(PATIENCE_MS))?.let { if (it.touch) layBeforeHer(it) else send(it) }
            }
        }
    }

    fun end() {
        running = false
    }

    private fun ready(): String = TextResults.ready(
        allowed = context.checkSelfPermission(SEND_SMS) == PackageManager.PERMISSION_GRANTED,
        hasRadio = context.packageManager.hasSystemFeature(PackageManager.FEATURE_TELEPHONY),
        simState = CardReader.simState(context),
        composes = Composer.isThere,
    )

    private fun send(text: Text) {
        val chosen = Phone.status().wishes.card
        val card = Cards.next(CardReader.read(context), chosen, CardReader.system(), failed)
        val sent = PendingIntent.getBroadcast(context, 0, Sent.intent(context, text.id, card), PendingIntent.FLAG_IMMUTABLE)
        try {
            CardReader.manager(context, card).sendTextMessage(text.number, null, text.text, sent, null)
        } catch (refused: SecurityException) {
            // Her leave was taken away since we looked.
            heard(text.id, null, if (Composer.isThere) TextResults.NEEDS_TOUCH else TextResults.NOT_ALLOWED)
        } catch (refused: RuntimeException) {
            heard(text.id, card?.subscription, TextResults.REFUSED)
        }
    }

    private fun layBeforeHer(text: Text) {
        HifazatDoor.textResult(text.id, Composer.open(context, text))
    }

    /** Hears what the operator said. Not exported: only the system reaches it, through our own intent. */
    class Sent : BroadcastReceiver() {
        override fun onReceive(context: Context, intent: Intent?) {
            val name = intent?.data?.takeIf { it.scheme == SCHEME } ?: return
            val id = name.schemeSpecificPart?.toLongOrNull() ?: return
            heard(id, name.fragment?.toIntOrNull(), TextResults.ofSent(resultCode))
        }

        companion object {
            /** What it is about is part of the intent's data: extras alone would make all of these one intent. */
            fun intent(context: Context, id: Long, card: Card?): Intent =
                Intent(context, Sent::class.java).setData(Uri.fromParts(SCHEME, id.toString(), card?.subscription?.toString()))
        }
    }

    private companion object {
        const val SCHEME = "text"
        const val PATIENCE_MS = 10_000L

        /** The card that failed last, since this process began. */
        @Volatile var failed: Int? = null

        fun heard(id: Long, subscription: Int?, result: String) {
            failed = Cards.failed(failed, subscription, result)
            HifazatDoor.textResult(id, result)
        }
    }
}
