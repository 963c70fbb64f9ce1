package pk.useful.door

import android.content.ContextWrapper
import android.content.Intent
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

/** Texts: what the system's numbers mean, by which card one goes, who may send it, and which text that comes in is looked at. */
class TextsTest {
    @Test fun `only one code says that a text went`() {
        assertEquals("ok", TextResults.ofSent(-1))
        assertEquals("no_service", TextResults.ofSent(2))
        assertEquals("no_service", TextResults.ofSent(4))
        for (code in listOf(0, 1, 3, 5, 6, 111, Int.MIN_VALUE)) assertEquals("refused", TextResults.ofSent(code))
    }

    private fun ready(allowed: Boolean = true, radio: Boolean = true, sim: Int = 5, composes: Boolean = true) =
        TextResults.ready(allowed, radio, sim, composes)

    @Test fun `texts need a card and her leave, or her touch`() {
        assertEquals("ok", ready())
        assertEquals("needs_touch", ready(allowed = false))
        assertEquals("not_allowed", ready(allowed = false, composes = false))
        for (locked in 1..4) assertEquals("no_card", ready(sim = locked, allowed = false))
        assertEquals("no_card", ready(radio = false))
        assertEquals("a card that nothing is known of", "ok", ready(sim = 0))
    }

    private val jazz = Card(slot = 1, subscription = 7, name = "Jazz", served = true)
    private val zong = Card(slot = 2, subscription = 9, name = "Zong", served = true)

    /** The slot of the card that is next. */
    private fun next(cards: List<Card>, chosen: Int? = null, system: Int = NO_DEFAULT, failed: Int? = null) =
        Cards.next(cards, chosen, system, failed)?.slot

    @Test fun `without a choice of hers it is the system's card, if an operator is in reach`() {
        val both = listOf(jazz, zong)
        assertEquals(2, next(both, system = 9))
        assertEquals("out of reach", 1, next(listOf(jazz, zong.copy(served = false)), system = 9))
        assertEquals("the system asks each time", 1, next(both))
        assertEquals("a card that is there no more", 1, next(both, system = 4))
        assertEquals("none is in reach", 2, next(both.map { it.copy(served = false) }, system = 9))
        assertNull("the system takes what it takes", next(emptyList(), chosen = 1, system = 9))
    }

    @Test fun `her choice comes first, and an empty slot is none`() {
        assertEquals(2, next(listOf(jazz, zong.copy(served = false)), chosen = 2, system = 7))
        assertEquals("removed in mid-alert", 1, next(listOf(jazz), chosen = 2))
        assertEquals(1, next(listOf(jazz, zong), chosen = 3, system = 7))
    }

    @Test fun `a card that failed is followed by the other, whatever she chose, in turns`() {
        val both = listOf(jazz, zong)
        var failed: Int? = null
        val went = List(4) {
            val card = Cards.next(both, chosen = 1, system = 7, failed = failed)!!
            failed = Cards.failed(failed, card.subscription, TextResults.NO_SERVICE)
            card.name
        }
        assertEquals(listOf("Jazz", "Zong", "Jazz", "Zong"), went)
        assertEquals("there is no other", 1, next(listOf(jazz), failed = 7))
    }

    @Test fun `results out of order, twice, and of nobody knows which card`() {
        assertEquals(7, Cards.failed(null, 7, "refused"))
        assertEquals("twice", 7, Cards.failed(7, 7, "refused"))
        assertEquals("an unknown card", 7, Cards.failed(7, null, "refused"))
        assertEquals("the other one went", 7, Cards.failed(7, 9, "ok"))
        assertNull("it goes again", Cards.failed(7, 7, "ok"))
        assertNull(Cards.failed(null, 7, "ok"))
    }

    @Test fun `the core is told of cards only where there is a choice`() {
        assertEquals(0, Cards.json(emptyList()).length())
        assertEquals(0, Cards.json(listOf(jazz)).length())
        val told = JSONObject(Fact.all(emptyMap(), emptyMap(), listOf(jazz, zong.copy(name = "")))).getJSONArray("cards")
        val cards = List(told.length()) { told.getJSONObject(it) }
        assertEquals(listOf(setOf("slot", "name"), setOf("slot", "name")), cards.map { it.keys().asSequence().toSet() })
        assertEquals(listOf(1 to "Jazz", 2 to ""), cards.map { it.getInt("slot") to it.getString("name") })
    }

    @Test fun `which card she chose is taken only where it is said clearly`() {
        fun card(chosen: String) = Answers.status("""{"follow":true,"pending":0,"chosen":$chosen}""").wishes.card
        assertEquals(2, card("""{"text_card":2}"""))
        for (vague in listOf("null", "{}", """{"text_card":null}""", """{"text_card":"2"}""", """{"text_card":0}""", """{"text_card":-1}""")) {
            assertNull(vague, card(vague))
        }
    }

    @Test fun `only a text that she touched for is laid before her`() {
        fun text(more: String) = Answers.text("""{"text":{"id":7,"number":"8787","text":"abc"$more}}""")!!.touch
        assertTrue(text(""","touch":true"""))
        for (vague in listOf("", ""","touch":false""", ""","touch":null""", ""","touch":1""")) assertFalse(vague, text(vague))
    }

    @Test fun `the messages app is opened for one plain number, and opening it is no sending`() {
        for (number in listOf("", "8787;8788", "8787?body=x", "*21#")) {
            assertEquals(number, "refused", Composer.open(ContextWrapper(null), Text(1, number, "abc", touch = true)))
        }
        val opened = Composer.open(Nowhere, Text(1, "8787", "abc", touch = true))
        assertEquals("needs_touch", opened)
    }

    @Test fun `the notification leads to her touch only while a text waits for it`() {
        fun waits(alert: String) = Answers.status("""{"follow":true,"pending":1,"alert":$alert}""").textWaits
        fun alert(text: String) = """{"alert_id":"ab","not_delivered":false,"text":$text}"""
        assertTrue(waits(alert("""{"state":"needs_touch"}""")))
        for (other in listOf("null", "{}", """{"state":"failing"}""", """{"state":"handed_over","at_ms":1}""", """"needs_touch"""")) {
            assertFalse(other, waits(alert(other)))
        }
        assertFalse(waits("null"))
    }

    /** Of the shape that docs/protocol.md gives: version 1, kind 7, 114 bytes. */
    private val receipt = "AQc" + "a-_9".repeat(37) + "A"

    @Test fun `a receipt is known by its shape, alone in its text`() {
        assertEquals(152, receipt.length)
        assertEquals(receipt, Receipts.of(listOf(receipt)))
        assertEquals("white space around it", receipt, Receipts.of(listOf(" $receipt\n")))
        for (last in "cdef") assertEquals("AQ$last", 152, Receipts.of(listOf("AQ$last" + receipt.drop(3)))?.length)
    }

    @Test fun `any other text is not touched`() {
        val others = listOf(
            "", "Your balance is low", "AQc", receipt.dropLast(1), receipt + "A", "AQA" + receipt.drop(3), "AQg" + receipt.drop(3),
            receipt.replaceRange(80, 81, "+"), receipt.replaceRange(80, 81, "\u0627"), receipt.replaceRange(80, 81, " "), "x$receipt",
        )
        for (other in others) assertNull(other, Receipts.of(listOf(other)))
        assertNull("parts of a long text", Receipts.of(listOf(receipt, receipt)))
        assertNull(Receipts.of(emptyList()))
        assertNull(Receipts.of(listOf(null)))
    }

    @Test fun `receipts by text need a radio and her leave`() {
        assertEquals(Fact.WORKS, Judged.receipts(hasRadio = true, allowed = true))
        assertEquals(Fact.repair(Fact.Why.PERMISSION), Judged.receipts(hasRadio = true, allowed = false))
        assertEquals(Fact.notHere(), Judged.receipts(hasRadio = false, allowed = true))
        assertEquals(Repair.Step.Ask(listOf("android.permission.RECEIVE_SMS")), Repair.steps("receipts", null, 34, null).first())
    }

    private class Forged(private val says: String?) : Intent() {
        override fun getAction(): String? = says
    }

    /** There is no library here to load: whoever reaches the core breaks. */
    @Test fun `a broadcast without a text, or of another kind, reaches nothing`() {
        val nowhere = ContextWrapper(null)
        TextReceiver().onReceive(nowhere, null)
        for (says in listOf(null, "", "org.example.FORGED", "android.provider.Telephony.SMS_RECEIVED")) {
            TextReceiver().onReceive(nowhere, Forged(says))
        }
    }

    private object Nowhere : ContextWrapper(null) {
        override fun startActivity(intent: Intent?) = Unit
    }

    private companion object {
        const val NO_DEFAULT = -1
    }
}
