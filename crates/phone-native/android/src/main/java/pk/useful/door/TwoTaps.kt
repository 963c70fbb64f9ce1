package pk.useful.door

import android.os.Process
import android.os.SystemClock

/**
 * A widget and a tile know taps and no holds. One tap only arms; the second within [WITHIN_MS] raises. Two that come faster
 * than a finger can are one: a bouncing screen, a pocket. But while the process is young the system hands over together what
 * it held back, and how fast her finger was nobody knows: then two are two.
 */
class TwoTaps {
    private var armedAtMs: Long? = null

    /** [nowMs] counts since boot, [processAgeMs] since our process began. */
    fun tap(nowMs: Long, processAgeMs: Long): Tap {
        val since = armedAtMs?.let { nowMs - it }
        return when {
            since == null || since < 0 || since > WITHIN_MS -> Tap.ARMED.also { armedAtMs = nowMs }
            since < BOUNCE_MS && processAgeMs > YOUNG_MS -> Tap.BOUNCED
            else -> Tap.PULLED.also { armedAtMs = null }
        }
    }

    enum class Tap { ARMED, BOUNCED, PULLED }

    companion object {
        const val WITHIN_MS = 3_000L
        const val BOUNCE_MS = 120L
        const val YOUNG_MS = 5_000L

        fun processAgeMs(): Long = SystemClock.elapsedRealtime() - Process.getStartElapsedRealtime()
    }
}
