package pk.useful.door

import android.annotation.SuppressLint
import android.app.Activity
import android.os.Build
import android.os.Bundle
import android.os.SystemClock
import android.view.MotionEvent
import android.view.View
import android.view.WindowManager
import android.widget.TextView

/**
 * One circle to hold, above the lock screen, without a WebView. It shows nothing of hers: whoever holds the locked phone
 * learns no more than that it can call for help.
 */
class LockScreenActivity : Activity() {
    private val hold = Hold()
    private lateinit var words: TextView
    private lateinit var circle: View
    private val beat = Runnable { look() }

    /** She is asked to unlock, for the dialler. */
    private var dials = false

    @SuppressLint("ClickableViewAccessibility")
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        Secrecy.cover(this)
        if (Build.VERSION.SDK_INT >= 27) {
            setShowWhenLocked(true)
            setTurnScreenOn(true)
        } else {
            @Suppress("DEPRECATION")
            window.addFlags(
                WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED or WindowManager.LayoutParams.FLAG_TURN_SCREEN_ON,
            )
        }
        setContentView(R.layout.door_lock)
        words = findViewById(R.id.door_lock_words)
        circle = findViewById(R.id.door_lock_circle)
        circle.setOnTouchListener { _, event -> touched(event) }
        // Touches are heard above; what comes as a click is a screen reader's or a switch's one activation.
        circle.setOnClickListener { pull() }
        findViewById<View>(R.id.door_lock_call).setOnClickListener { dial() }
        Phone.open(this)
    }

    private fun touched(event: MotionEvent): Boolean {
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> {
                hold.down(SystemClock.uptimeMillis())
                look()
            }
            MotionEvent.ACTION_UP, MotionEvent.ACTION_CANCEL -> hold.up()
        }
        return true
    }

    private fun look() {
        val now = SystemClock.uptimeMillis()
        circle.alpha = 1f - hold.progress(now) / 2
        if (hold.completes(now)) {
            pull()
        } else if (hold.progress(now) > 0f) {
            circle.postDelayed(beat, BEAT_MS)
        }
    }

    override fun onPause() {
        hold.up()
        circle.removeCallbacks(beat)
        super.onPause()
    }

    private fun dial() {
        dials = true
        Dial.unlocked(this, getString(R.string.door_police)) { dials = false }
    }

    /** Whoever takes the phone up next sees nothing of this. The system's question may cover us; it must come back to us. */
    override fun onStop() {
        super.onStop()
        if (!dials) finish()
    }

    private fun pull() {
        val raised = Pull.now(this, Trigger.opening(intent?.action))
        words.setText(if (raised.durable) R.string.door_saved else R.string.door_not_saved)
    }

    private companion object {
        const val BEAT_MS = 40L
    }
}
