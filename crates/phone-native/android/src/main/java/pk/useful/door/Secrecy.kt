package pk.useful.door

import android.app.Activity
import android.os.Build
import android.view.WindowManager

/** Nothing of ours in screenshots, in recordings, or among the recent apps. */
object Secrecy {
    fun cover(activity: Activity) {
        activity.window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        if (Build.VERSION.SDK_INT >= 33) activity.setRecentsScreenshotEnabled(false)
    }
}
