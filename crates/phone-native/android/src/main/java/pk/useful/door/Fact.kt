package pk.useful.door

import org.json.JSONObject

/** How one thing stands that only the system knows. What is not known is no fact at all. */
data class Fact(val state: State, val why: Why? = null) {
    enum class State(val word: String) { WORKS("works"), REPAIR("repair"), NOT_HERE("not_here") }

    /** The short code of a reason; [vendor] has the maker's name in it. */
    class Why private constructor(val word: String) {
        override fun equals(other: Any?) = other is Why && other.word == word

        override fun hashCode() = word.hashCode()

        override fun toString() = word

        companion object {
            val PERMISSION = Why("permission")
            val NO_SIM = Why("no_sim")
            val AIRPLANE = Why("airplane")
            val BATTERY_SAVER = Why("battery_saver")
            val RESTRICTED = Why("restricted")
            val UNUSED = Why("unused")
            val OFF = Why("off")
            val NO_SENSOR = Why("no_sensor")
            val NEEDS_SERVICE = Why("needs_service")
            val NEEDS_UNLOCK = Why("needs_unlock")

            fun vendor(vendor: Vendor) = Why("vendor_${vendor.word}")
        }
    }

    fun json(): JSONObject = JSONObject().put("state", state.word).put("why", why?.word ?: JSONObject.NULL)

    companion object {
        val WORKS = Fact(State.WORKS)

        fun repair(why: Why) = Fact(State.REPAIR, why)

        fun notHere(why: Why? = null) = Fact(State.NOT_HERE, why)

        /** What the core takes: `{"texts":…,"battery":…,"cards":[…],"triggers":{"widget":…}}`. */
        fun all(things: Map<String, Fact>, triggers: Map<Trigger, Fact>, cards: List<Card> = emptyList()): String {
            val told = JSONObject()
            things.forEach { (thing, fact) -> told.put(thing, fact.json()) }
            val pulls = JSONObject()
            triggers.forEach { (trigger, fact) -> pulls.put(trigger.word, fact.json()) }
            return told.put("triggers", pulls).put("cards", Cards.json(cards)).toString()
        }
    }
}
