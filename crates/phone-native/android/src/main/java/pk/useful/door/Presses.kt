package pk.useful.door

/**
 * [TIMES] presses of one button within [WITHIN_MS]. Once is play or pause, twice the next piece, three times the one before:
 * so it takes one more. Presses that come faster than a finger are one.
 */
class Presses {
    private val pressedAtMs = ArrayDeque<Long>()
    private var lastMs: Long? = null

    /** [nowMs] counts since boot. Is the pattern complete? Says so once. */
    fun press(nowMs: Long): Boolean {
        val sinceLast = lastMs?.let { nowMs - it }
        lastMs = nowMs
        if (sinceLast != null && sinceLast in 0 until TwoTaps.BOUNCE_MS) return false
        pressedAtMs.addLast(nowMs)
        while (pressedAtMs.first() > nowMs || nowMs - pressedAtMs.first() > WITHIN_MS) pressedAtMs.removeFirst()
        if (pressedAtMs.size < TIMES) return false
        pressedAtMs.clear()
        return true
    }

    companion object {
        const val TIMES = 4
        const val WITHIN_MS = 3_000L
    }
}
