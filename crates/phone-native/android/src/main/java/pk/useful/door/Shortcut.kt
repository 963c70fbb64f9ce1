package pk.useful.door

import android.content.Context
import android.content.Intent
import android.content.pm.ShortcutInfo
import android.content.pm.ShortcutManager
import android.graphics.drawable.Icon
import android.os.Build

/**
 * A shortcut to the circle, under the app's icon (from Android 7.1) and on the home screen where she puts it (from 8). Made
 * while the app runs, not in a file: a file would have to name the app, and who publishes it chooses that name.
 */
object Shortcut {
    const val ACTION = "pk.useful.door.SHORTCUT"
    private const val ID = "list"

    /** Puts it under the app's icon. */
    fun offer(context: Context) {
        if (Build.VERSION.SDK_INT < 25) return
        val manager = context.getSystemService(ShortcutManager::class.java) ?: return
        try {
            manager.dynamicShortcuts = listOf(shortcut(context))
        } catch (refused: RuntimeException) {
            // Asked too often from the background, or a locked storage: it stays as it was.
            return
        }
    }

    /** Asks the home screen to take it; her touch decides. Answers whether the home screen can. */
    fun pin(context: Context): Boolean {
        if (Build.VERSION.SDK_INT < 26) return false
        val manager = context.getSystemService(ShortcutManager::class.java) ?: return false
        return try {
            manager.isRequestPinShortcutSupported && manager.requestPinShortcut(shortcut(context), null)
        } catch (refused: RuntimeException) {
            false
        }
    }

    fun fact(context: Context): Fact {
        if (Build.VERSION.SDK_INT < 25) return Fact.notHere()
        val manager = context.getSystemService(ShortcutManager::class.java) ?: return Fact.notHere()
        return Judged.placed(manager.pinnedShortcuts.any { it.id == ID })
    }

    private fun shortcut(context: Context): ShortcutInfo = ShortcutInfo.Builder(context, ID)
        .setShortLabel(context.getString(R.string.door_widget))
        .setIcon(Icon.createWithResource(context, R.drawable.door_list))
        .setIntent(Intent(context, LockScreenActivity::class.java).setAction(ACTION))
        .build()
}
