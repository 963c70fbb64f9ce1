package pk.useful.door

import android.content.Context
import android.os.PowerManager

/**
 * Keeps the processor awake while an alert is brought: a service alone does not, and in the sleep of a phone in a pocket the
 * core's waits and our own looks stand still. Always with an end, so that whatever breaks costs no night's battery.
 */
class Awake(private val why: String) {
    private var lock: PowerManager.WakeLock? = null

    /** From now on, and so long at least as the longest that was asked for. Kept here: one that nobody holds is let go. */
    @Synchronized
    fun hold(context: Context, forMs: Long) {
        val held = lock ?: context.getSystemService(PowerManager::class.java)?.newWakeLock(PowerManager.PARTIAL_WAKE_LOCK, why)
        held?.setReferenceCounted(false)
        held?.acquire(forMs)
        lock = held
    }

    @Synchronized
    fun release() {
        lock?.takeIf { it.isHeld }?.release()
    }
}
