package pk.useful.door

import org.json.JSONArray
import org.json.JSONObject

/** A card that is ready. [slot] is counted from 1, as on the telephone's own screens; [served]: some operator is in reach. */
data class Card(val slot: Int, val subscription: Int, val name: String, val served: Boolean)

/** By which card a text goes, decided without the system. */
object Cards {
    /**
     * Not the one that has just failed, as long as there is another; the one that she [chosen] by its slot; one that is in
     * reach of an operator; the one that the [system] uses for texts. None: whatever the system takes.
     */
    fun next(cards: List<Card>, chosen: Int?, system: Int, failed: Int?): Card? = cards.minWithOrNull(
        compareBy({ it.subscription == failed }, { it.slot != chosen }, { !it.served }, { it.subscription != system }),
    )

    /** Which one failed last, after one more [result]. What goes by a card clears it alone. */
    fun failed(before: Int?, subscription: Int?, result: String): Int? = when {
        subscription == null -> before
        result != TextResults.OK -> subscription
        else -> before.takeUnless { it == subscription }
    }

    /** As the core is told them: only where there is a choice. */
    fun json(cards: List<Card>): JSONArray {
        val told = JSONArray()
        if (cards.size > 1) cards.forEach { told.put(JSONObject().put("slot", it.slot).put("name", it.name)) }
        return told
    }
}
