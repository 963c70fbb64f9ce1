package pk.useful.door

/**
 * A trigger that she tries as a drill. It holds for one pull of that one trigger, and not for long: a real alarm must not be
 * taken for practice because she forgot.
 */
class Practice {
    private var trigger: Trigger? = null
    private var untilMs = 0L

    /** The next pull of [trigger] is a drill. [nowMs] counts since boot. */
    fun begin(trigger: Trigger, nowMs: Long) {
        this.trigger = trigger
        untilMs = nowMs + LASTS_MS
    }

    /** Is this pull a drill? Asks once: the next one is real. */
    fun takes(pulled: Trigger, nowMs: Long): Boolean {
        val isDrill = pulled == trigger && nowMs < untilMs && untilMs - nowMs <= LASTS_MS
        trigger = null
        return isDrill
    }

    companion object {
        const val LASTS_MS = 30_000L
    }
}
