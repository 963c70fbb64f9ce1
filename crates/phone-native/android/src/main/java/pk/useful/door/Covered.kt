package pk.useful.door

import android.app.Activity
import android.app.Application
import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.net.Uri
import android.os.Bundle

/**
 * Covers every activity of this process, the window's too, from its first moment, and has the phone opened, for which the
 * window waits. A provider, because Android makes those before anything else; it provides nothing.
 */
class Covered : ContentProvider(), Application.ActivityLifecycleCallbacks {
    override fun onCreate(): Boolean {
        val app = context?.applicationContext ?: return true
        (app as? Application)?.registerActivityLifecycleCallbacks(this)
        Phone.prepare(app)
        return true
    }

    override fun onActivityCreated(activity: Activity, state: Bundle?) = Secrecy.cover(activity)

    override fun onActivityStarted(activity: Activity) = Unit

    /** She has come, or come back. What is looked at here may wait; a circle above the lock screen opens nothing else. */
    override fun onActivityResumed(activity: Activity) {
        Alone.seen()
        FactsDesk.tell(activity)
        if (activity !is LockScreenActivity) {
            Shortcut.offer(activity)
            Wished.shown(activity)
        }
    }

    override fun onActivityPaused(activity: Activity) = Wished.hidden(activity)

    override fun onActivityStopped(activity: Activity) = Unit

    override fun onActivitySaveInstanceState(activity: Activity, state: Bundle) = Unit

    override fun onActivityDestroyed(activity: Activity) = Unit

    override fun query(
        uri: Uri, projection: Array<String>?, selection: String?, args: Array<String>?, order: String?,
    ): Cursor? = null

    override fun getType(uri: Uri): String? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, selection: String?, args: Array<String>?): Int = 0

    override fun update(uri: Uri, values: ContentValues?, selection: String?, args: Array<String>?): Int = 0
}
