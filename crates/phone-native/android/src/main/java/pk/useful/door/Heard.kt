package pk.useful.door

import java.util.Collections

/** Triggers that the system let us hear since this process began. What was never heard is not known to work. */
object Heard {
    private val heard = Collections.synchronizedSet(mutableSetOf<Trigger>())

    /** Answers whether that is news. */
    fun note(trigger: Trigger): Boolean = heard.add(trigger)

    fun forget(trigger: Trigger) {
        heard.remove(trigger)
    }

    fun all(): Set<Trigger> = synchronized(heard) { heard.toSet() }
}
