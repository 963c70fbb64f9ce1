package pk.useful.door

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri

/** The telephone's own messages app, opened with a text filled in. Her touch there sends it; nothing here ever does. */
object Composer {
    /** Believed until it is looked for in vain. */
    @Volatile var isThere = true
        private set

    /** Never "ok": nobody tells us what she does there. */
    fun open(context: Context, text: Text): String {
        // `smsto:` takes many numbers at once, and other things.
        val number = Dial.number(text.number) ?: return TextResults.REFUSED
        val intent = Intent(Intent.ACTION_SENDTO, Uri.fromParts("smsto", number, null))
        intent.putExtra("sms_body", text.text)
        intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        return try {
            context.startActivity(intent)
            TextResults.NEEDS_TOUCH
        } catch (nothingComposes: ActivityNotFoundException) {
            isThere = false
            TextResults.NOT_ALLOWED
        } catch (refused: RuntimeException) {
            TextResults.REFUSED
        }
    }
}
