package pk.useful.door

import java.util.concurrent.ConcurrentHashMap

/** The runs of our jobs. One service has them all, at the same time too: the end of one is not the end of another. */
class Runs {
    class Run {
        /** The system has taken its time back, and wants no word of this run. */
        @Volatile var stopped = false
    }

    private val last = ConcurrentHashMap<Int, Run>()

    fun begin(job: Int): Run = Run().also { last[job] = it }

    fun stop(job: Int) {
        last[job]?.stopped = true
    }
}
