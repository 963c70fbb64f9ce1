package pk.useful.door

import android.app.PendingIntent
import android.appwidget.AppWidgetManager
import android.appwidget.AppWidgetProvider
import android.content.BroadcastReceiver
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.os.Build
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import android.widget.RemoteViews

/** A plain list on the home screen. One touch arms it, a second within three seconds raises; no WebView starts. */
class HelpWidget : AppWidgetProvider() {
    override fun onEnabled(context: Context) = FactsDesk.tell(context)

    override fun onDisabled(context: Context) = FactsDesk.tell(context)

    override fun onUpdate(context: Context, manager: AppWidgetManager, ids: IntArray) = draw(context, R.string.door_widget)

    /** Hears the touches. Not exported: only our own widget reaches it. */
    class Touched : BroadcastReceiver() {
        override fun onReceive(context: Context, intent: Intent?) {
            if (intent?.action != TOUCHED) return
            when (taps.tap(SystemClock.elapsedRealtime(), TwoTaps.processAgeMs())) {
                TwoTaps.Tap.BOUNCED -> Unit
                TwoTaps.Tap.ARMED -> {
                    Feel.armed(context)
                    draw(context, R.string.door_again)
                    calmDown(context.applicationContext)
                }
                TwoTaps.Tap.PULLED -> {
                    val raised = Pull.now(context, Trigger.WIDGET)
                    draw(context, if (raised.durable) R.string.door_saved else R.string.door_not_saved)
                    calmDown(context.applicationContext)
                }
            }
        }
    }

    companion object {
        private const val TOUCHED = "pk.useful.door.TOUCHED"
        private val taps = TwoTaps()
        private val main = Handler(Looper.getMainLooper())

        /** Asks the home screen to take one; her touch decides. Answers whether the home screen can. */
        fun pin(context: Context): Boolean {
            if (Build.VERSION.SDK_INT < 26) return false
            val manager = AppWidgetManager.getInstance(context) ?: return false
            val widget = ComponentName(context, HelpWidget::class.java)
            return manager.isRequestPinAppWidgetSupported && manager.requestPinAppWidget(widget, null, null)
        }

        private fun calmDown(context: Context) {
            main.removeCallbacksAndMessages(null)
            main.postDelayed({ draw(context, R.string.door_widget) }, TwoTaps.WITHIN_MS)
        }

        private fun draw(context: Context, text: Int) {
            val views = RemoteViews(context.packageName, R.layout.door_widget)
            views.setTextViewText(R.id.door_widget_text, context.getString(text))
            // Not behind what the system has to tell everybody.
            val touched = Intent(TOUCHED).setClass(context, Touched::class.java).addFlags(Intent.FLAG_RECEIVER_FOREGROUND)
            val flags = PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE
            views.setOnClickPendingIntent(R.id.door_widget_root, PendingIntent.getBroadcast(context, 0, touched, flags))
            AppWidgetManager.getInstance(context)?.updateAppWidget(ComponentName(context, HelpWidget::class.java), views)
        }
    }
}
