package pk.useful.door

/**
 * A widget and a tile know taps and no holds. One tap only arms; the second within [WITHIN_MS] raises. Two that come faster
 * than a finger can are one: a bouncing screen, a pocket.
 */
class TwoTaps {
    private var armedAtMs: Long? = null

    /** [nowMs] counts since boot. */
    fun tap(nowMs: Long): Tap {
        val since = armedAtMs?.let { nowMs - it }
        return when {
            since == null || since < 0 || since > WITHIN_MS -> Tap.ARMED.also { armedAtMs = nowMs }
            since < BOUNCE_MS -> Tap.BOUNCED
            else -> Tap.PULLED.also { armedAtMs = null }
        }
    }

    enum class Tap { ARMED, BOUNCED, PULLED }

    companion object {
        const val WITHIN_MS = 3_000L
        const val BOUNCE_MS = 120L
    }
}
