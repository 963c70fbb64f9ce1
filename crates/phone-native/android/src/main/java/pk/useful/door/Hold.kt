package pk.useful.door

/** A finger on the circle. Held long enough it raises, once; lifted before, nothing happens. Times count since boot. */
class Hold(private val holdMs: Long = HOLD_MS) {
    private var sinceMs: Long? = null

    fun down(nowMs: Long) {
        if (sinceMs == null) sinceMs = nowMs
    }

    fun up() {
        sinceMs = null
    }

    /** From 0 to 1. */
    fun progress(nowMs: Long): Float {
        val since = sinceMs ?: return 0f
        return ((nowMs - since).toFloat() / holdMs).coerceIn(0f, 1f)
    }

    /** Is it complete now? Says so once; the finger must be lifted before the next. */
    fun completes(nowMs: Long): Boolean {
        val since = sinceMs ?: return false
        if (nowMs - since < holdMs) return false
        sinceMs = Long.MAX_VALUE
        return true
    }

    companion object {
        const val HOLD_MS = 1_500L
    }
}
