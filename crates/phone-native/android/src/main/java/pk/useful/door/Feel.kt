package pk.useful.door

import android.content.Context
import android.media.AudioAttributes
import android.os.Build
import android.os.VibrationAttributes
import android.os.VibrationEffect
import android.os.Vibrator

/**
 * What her hand feels: two short knocks when the alert is saved, one long when it could not be, and a longer one when nobody has
 * received it yet. Nothing is heard. Told as an
 * alarm's: of an app without a window, and in battery saver, Android drops every knock that says nothing of its purpose.
 */
object Feel {
    private val SAVED = longArrayOf(0, 60, 80, 60)
    private val NOT_SAVED = longArrayOf(0, 700)
    private val ARMED = longArrayOf(0, 30)

    /** Longer than any other. */
    private val LATE = longArrayOf(0, 1_500)

    fun pattern(raised: Raised): LongArray = if (raised.durable) SAVED else NOT_SAVED

    fun told(context: Context, raised: Raised) = knock(context, pattern(raised))

    fun armed(context: Context) = knock(context, ARMED)

    fun late(context: Context) = knock(context, LATE)

    private fun knock(context: Context, pattern: LongArray) {
        val vibrator = context.getSystemService(Vibrator::class.java) ?: return
        @Suppress("DEPRECATION")
        when {
            Build.VERSION.SDK_INT >= 33 ->
                vibrator.vibrate(
                    VibrationEffect.createWaveform(pattern, -1),
                    VibrationAttributes.createForUsage(VibrationAttributes.USAGE_ALARM),
                )
            Build.VERSION.SDK_INT >= 26 -> vibrator.vibrate(VibrationEffect.createWaveform(pattern, -1), anAlarms())
            else -> vibrator.vibrate(pattern, -1, anAlarms())
        }
    }

    private fun anAlarms(): AudioAttributes = AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_ALARM).build()
}
