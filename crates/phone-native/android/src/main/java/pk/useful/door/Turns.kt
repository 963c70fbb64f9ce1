package pk.useful.door

/**
 * Louder, softer, louder, softer, louder: [TURNS] presses, each the other way than the one before, within [WITHIN_MS]. Who
 * sets the volume presses one way again and again, and a key that is held or squeezed in a bag says the same for ever.
 */
class Turns {
    private var direction = 0
    private val pressedAtMs = ArrayDeque<Long>()

    /** [step] is above zero for louder and below for softer; [nowMs] counts since boot. Is the pattern complete? Says so once. */
    fun press(step: Int, nowMs: Long): Boolean {
        val to = Integer.signum(step)
        if (to == 0) return false
        if (to == direction) pressedAtMs.clear()
        direction = to
        pressedAtMs.addLast(nowMs)
        while (pressedAtMs.first() > nowMs || nowMs - pressedAtMs.first() > WITHIN_MS) pressedAtMs.removeFirst()
        if (pressedAtMs.size < TURNS) return false
        pressedAtMs.clear()
        direction = 0
        return true
    }

    companion object {
        const val TURNS = 5
        const val WITHIN_MS = 4_000L
    }
}
