package pk.useful.door

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.os.Build

/**
 * The one notification that the system asks for. Its words say nothing of the purpose, and it makes no sound. While a text waits
 * for her touch it says that the list does, and a touch leads to the page with the button.
 */
object Notices {
    const val STANDING = 1
    private const val CHANNEL = "list"

    /** Has somebody switched off ours alone? */
    fun isOff(manager: NotificationManager): Boolean =
        Build.VERSION.SDK_INT >= 26 && manager.getNotificationChannel(CHANNEL)?.importance == NotificationManager.IMPORTANCE_NONE

    /** Her touch sends a text that waits for it; where nothing was received it comes to the dialler. */
    fun standing(context: Context, textWaits: Boolean = false, late: Boolean = false): Notification {
        val (words, touched) = when {
            textWaits -> R.string.door_waits to page(context)
            late -> R.string.door_late to Dial.pending(context, context.getString(R.string.door_police))
            else -> R.string.door_standing to null
        }
        val builder = if (Build.VERSION.SDK_INT >= 26) {
            val channel = NotificationChannel(CHANNEL, context.getString(R.string.door_channel), NotificationManager.IMPORTANCE_LOW)
            channel.setShowBadge(false)
            context.getSystemService(NotificationManager::class.java)?.createNotificationChannel(channel)
            Notification.Builder(context, CHANNEL)
        } else {
            @Suppress("DEPRECATION")
            Notification.Builder(context).setPriority(Notification.PRIORITY_LOW)
        }
        return builder
            .setSmallIcon(R.drawable.door_list)
            .setContentTitle(context.getString(words))
            .setContentIntent(touched)
            .setOngoing(true)
            .setShowWhen(false)
            .setVisibility(Notification.VISIBILITY_SECRET)
            .build()
    }

    /** The app's own window. */
    private fun page(context: Context): PendingIntent? =
        context.packageManager.getLaunchIntentForPackage(context.packageName)
            ?.let { PendingIntent.getActivity(context, 0, it, PendingIntent.FLAG_IMMUTABLE) }
}
