package pk.useful.door

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri

/** Opens the dialler with a number in it. Her touch calls; nothing here ever does. */
object Dial {
    /** A plain number, or none: `*21*…#` would forward her calls. */
    fun number(given: String): String? {
        val digits = given.removePrefix("+")
        return given.takeIf { digits.length in 1..15 && digits.all { digit -> digit in '0'..'9' } }
    }

    /** Answers whether anything here dials. */
    fun offer(context: Context, given: String): Boolean {
        val number = number(given) ?: return false
        val intent = Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        return try {
            context.startActivity(intent)
            true
        } catch (nothingDials: ActivityNotFoundException) {
            false
        }
    }
}
