package pk.useful.door

import android.app.Activity
import android.app.KeyguardManager
import android.app.PendingIntent
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build

/** Opens the dialler with a number in it. Her touch calls; nothing here ever does. */
object Dial {
    /** A plain number, or none: `*21*…#` would forward her calls. */
    fun number(given: String): String? {
        val digits = given.removePrefix("+")
        return given.takeIf { digits.length in 1..15 && digits.all { digit -> digit in '0'..'9' } }
    }

    /**
     * The same from above the lock screen, where the dialler would come up behind it: the system asks her to unlock first, and
     * [then] hears how that ended. Before Android 8 there is no such question, and the dialler waits behind the lock.
     */
    fun unlocked(activity: Activity, given: String, then: () -> Unit) {
        val guard = activity.getSystemService(KeyguardManager::class.java)
        if (Build.VERSION.SDK_INT < 26 || guard?.isKeyguardLocked != true) {
            offer(activity, given)
            return then()
        }
        guard.requestDismissKeyguard(activity, object : KeyguardManager.KeyguardDismissCallback() {
            override fun onDismissSucceeded() {
                offer(activity, given)
                then()
            }

            override fun onDismissCancelled() = then()

            override fun onDismissError() {
                offer(activity, given)
                then()
            }
        })
    }

    /** Answers whether anything here dials. */
    fun offer(context: Context, given: String): Boolean {
        val number = number(given) ?: return false
        return try {
            context.startActivity(intent(number))
            true
        } catch (nothingDials: ActivityNotFoundException) {
            false
        }
    }

    /** The same for a touch on a notification. */
    fun pending(context: Context, given: String): PendingIntent? =
        number(given)?.let { PendingIntent.getActivity(context, 0, intent(it), PendingIntent.FLAG_IMMUTABLE) }

    private fun intent(number: String) =
        Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
}
