package pk.useful.door

import android.content.Context
import android.os.VibrationEffect
import android.os.Vibrator
import android.os.Build

/** What her hand feels: two short knocks when the alert is saved, one long when it could not be. Nothing is heard. */
object Feel {
    private val SAVED = longArrayOf(0, 60, 80, 60)
    private val NOT_SAVED = longArrayOf(0, 700)
    private val ARMED = longArrayOf(0, 30)

    fun pattern(raised: Raised): LongArray = if (raised.durable) SAVED else NOT_SAVED

    fun told(context: Context, raised: Raised) = knock(context, pattern(raised))

    fun armed(context: Context) = knock(context, ARMED)

    private fun knock(context: Context, pattern: LongArray) {
        val vibrator = context.getSystemService(Vibrator::class.java) ?: return
        if (Build.VERSION.SDK_INT >= 26) {
            vibrator.vibrate(VibrationEffect.createWaveform(pattern, -1))
        } else {
            @Suppress("DEPRECATION")
            vibrator.vibrate(pattern, -1)
        }
    }
}
