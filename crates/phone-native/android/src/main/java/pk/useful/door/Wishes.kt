package pk.useful.door

import org.json.JSONObject

/** What she has chosen and asked for on the page, as the core tells it. Nothing of it is on by itself. */
data class Wishes(
    /** The triggers that need the service to listen. */
    val chosen: Set<Trigger> = emptySet(),
    /** The room may send receipts as texts. */
    val receipts: Boolean = false,
    /** The slot of the card that texts are to go by first. */
    val card: Int? = null,
    val siren: Boolean = false,
    val torch: Boolean = false,
    /** The check, the trigger or the choice whose repair she has just asked for. */
    val repair: String? = null,
    /** The next pull of this trigger is a drill. */
    val practise: Trigger? = null,
) {
    /** Triggers, or her noise: Android 17 silences who has neither a window nor a service, and says so to nobody. */
    val needService: Boolean get() = chosen.isNotEmpty() || siren || torch

    companion object {
        private val LISTENED_FOR = listOf(Trigger.VOLUME_KEYS, Trigger.SHAKE, Trigger.HEADSET)

        /** What is missing or is not what we expect is not wished for. */
        fun of(status: JSONObject): Wishes {
            val chosen = status.optJSONObject("chosen")
            val loud = status.optJSONObject("loud")
            return Wishes(
                chosen = LISTENED_FOR.filter { chosen?.optBoolean(it.word) == true }.toSet(),
                receipts = chosen?.optBoolean("texts_receipts") == true,
                card = (chosen?.opt("text_card") as? Int)?.takeIf { it > 0 },
                siren = loud?.optBoolean("siren") == true,
                torch = loud?.optBoolean("torch") == true,
                repair = word(status, "repair"),
                practise = Trigger.of(word(status, "practise")),
            )
        }

        private fun word(status: JSONObject, name: String): String? = status.opt(name) as? String
    }
}
