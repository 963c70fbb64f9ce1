package pk.useful.door

import android.content.Context
import android.hardware.Sensor
import android.hardware.SensorEvent
import android.hardware.SensorEventListener
import android.hardware.SensorManager

/**
 * Listens to the accelerometer while the service runs: from Android 9 on no app without one hears it in the background. With
 * the screen off a sleeping phone hears it only if it has one that wakes it; no wake lock is held for it.
 */
class ShakeSensor(private val context: Context) : SensorEventListener {
    private val manager: SensorManager? = context.getSystemService(SensorManager::class.java)
    private val shaken = Shaken()
    private var listening = false

    fun begin() {
        if (listening) return
        val sensor = manager?.let { waking(it) ?: it.getDefaultSensor(Sensor.TYPE_ACCELEROMETER) } ?: return
        listening = manager.registerListener(this, sensor, SensorManager.SENSOR_DELAY_GAME)
    }

    fun end() {
        if (listening) manager?.unregisterListener(this)
        listening = false
    }

    override fun onSensorChanged(event: SensorEvent) {
        val (x, y, z) = event.values.takeIf { it.size >= 3 } ?: return
        if (shaken.sample(x, y, z, event.timestamp / NANOS_PER_MS)) Pull.now(context, Trigger.SHAKE)
    }

    override fun onAccuracyChanged(sensor: Sensor?, accuracy: Int) = Unit

    companion object {
        private const val NANOS_PER_MS = 1_000_000L

        /** What this phone has: none, one that sleeps with it, or one that wakes it. */
        fun reach(context: Context): Reach {
            val manager = context.getSystemService(SensorManager::class.java)
            return when {
                manager?.getDefaultSensor(Sensor.TYPE_ACCELEROMETER) == null -> Reach.NONE
                waking(manager) == null -> Reach.AWAKE
                else -> Reach.ALWAYS
            }
        }

        private fun waking(manager: SensorManager): Sensor? = manager.getDefaultSensor(Sensor.TYPE_ACCELEROMETER, true)
    }

    enum class Reach { NONE, AWAKE, ALWAYS }
}
