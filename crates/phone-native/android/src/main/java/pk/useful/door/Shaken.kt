package pk.useful.door

import kotlin.math.sqrt

/**
 * Is the phone being shaken, on purpose and for [WINDOW_MS]? Two things must hold over the whole of that time:
 *
 * - three of four samples are above [HARD_MPS2]: the rule and the figure of Square's Seismic 1.0 (ShakeDetector,
 *   SENSITIVITY_MEDIUM), over three times its half second;
 * - the push turns round at least [TURNS] times, four to a second: a hand shakes to and fro. A runner is pushed one way and
 *   flies between two steps; a car and a fall push one way, or not at all.
 */
class Shaken {
    private class Sample(val atMs: Long, val hard: Boolean, val turned: Boolean)

    private val samples = ArrayDeque<Sample>()

    /** The hardest push since the last turn. */
    private var push = floatArrayOf(0f, 0f, 0f)
    private var quietUntilMs = 0L

    /** One sample of the accelerometer in m/s², gravity in it; [atMs] counts since boot. Says `true` once for one shaking. */
    fun sample(x: Float, y: Float, z: Float, atMs: Long): Boolean {
        if (quietUntilMs - atMs in 1..QUIET_MS) return false
        if (samples.isNotEmpty() && atMs - samples.last().atMs !in 0..GAP_MS) rest()
        val now = floatArrayOf(x, y, z)
        val hard = size(now) > HARD_MPS2 // what is not a number is not hard
        val turned = hard && x * push[0] + y * push[1] + z * push[2] < 0
        if (hard && (turned || size(now) > size(push))) push = now
        samples.addLast(Sample(atMs, hard, turned))
        while (samples.size > 1 && atMs - samples[1].atMs >= WINDOW_MS) samples.removeFirst()
        if (!isShaking(atMs)) return false
        rest()
        quietUntilMs = atMs + QUIET_MS
        return true
    }

    private fun rest() {
        samples.clear()
        push = floatArrayOf(0f, 0f, 0f)
    }

    private fun size(of: FloatArray) = sqrt(of[0] * of[0] + of[1] * of[1] + of[2] * of[2])

    private fun isShaking(nowMs: Long): Boolean {
        val span = nowMs - samples.first().atMs
        val hard = samples.count { it.hard }
        return span >= WINDOW_MS && samples.size >= ENOUGH && hard * 4 >= samples.size * 3 && samples.count { it.turned } >= TURNS
    }

    companion object {
        const val HARD_MPS2 = 13f
        const val WINDOW_MS = 1_500L
        const val TURNS = 6

        /** Who goes on shaking means the same alarm. */
        const val QUIET_MS = 10_000L

        /** Fewer samples than so say nothing: ten a second. */
        private const val ENOUGH = 15

        /** After a pause in the samples nothing is known of the time between. */
        private const val GAP_MS = 250L
    }
}
