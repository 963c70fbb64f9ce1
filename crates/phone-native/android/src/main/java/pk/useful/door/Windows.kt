package pk.useful.door

/**
 * When the Rust of the window is to be asked for one more. It makes the first by itself, once for a process; the process lives
 * on when that activity is gone, and an activity that comes later stays white until somebody asks. Decided without the system.
 */
class Windows {
    private var isFirst = true
    private var there = 0
    private var waits = false

    /** The activity was taken down only to be made again at once, because the screen was turned or the like. */
    var isTurning = false
        private set

    /** An activity was made. Answers whether a window is to be asked for now. */
    fun made(): Boolean {
        there += 1
        val hasWindow = isFirst || isTurning
        isFirst = false
        isTurning = false
        if (hasWindow) return false
        // The one before may still be on its way out, and a window would go to it.
        waits = there > 1
        return !waits
    }

    /** An activity is gone, and whoever counts activities knows. Answers whether a window is to be asked for now. */
    fun gone(turning: Boolean): Boolean {
        there -= 1
        isTurning = turning
        val asks = waits && there == 1 && !turning
        if (asks || there == 0) waits = false
        return asks
    }
}
