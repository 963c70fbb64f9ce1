package pk.useful.door

import android.content.ContextWrapper
import android.content.Intent
import android.location.Location
import android.location.LocationListener
import java.lang.reflect.InvocationTargetException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/** What anybody may send, and what the core may say that we do not understand. */
class BadInputTest {
    /** There is no library here to load: whoever reaches the core breaks. */
    private val nowhere = ContextWrapper(null)

    private class Forged(private val says: String?) : Intent() {
        override fun getAction(): String? = says
    }

    @Test fun `a forged broadcast reaches nothing`() {
        for (says in listOf(null, "", "org.example.FORGED", "android.intent.action.TIME_TICK")) {
            BootReceiver().onReceive(nowhere, Forged(says))
            HelpWidget.Touched().onReceive(nowhere, Forged(says))
            TextSender.Sent().onReceive(nowhere, Forged(says))
        }
        BootReceiver().onReceive(nowhere, null)
        HelpWidget.Touched().onReceive(nowhere, null)
        TextSender.Sent().onReceive(nowhere, null)
    }

    /** By reflection: Kotlin's types let nobody write this call, and a telephone does not ask them. */
    @Test fun `no place is no place and ends nothing`() {
        val arrived = LocationListener::class.java.getMethod("onLocationChanged", Location::class.java)
        arrived.invoke(Places(nowhere), null)
        val reached = assertThrows(InvocationTargetException::class.java) { arrived.invoke(Places(nowhere), Location("gps")) }
        assertTrue("${reached.cause}", reached.cause is LinkageError)
    }

    @Test fun `a practice that nobody knows makes no alarm a drill`() {
        val status = """{"follow":false,"pending":0,"alert":null,"practise":"sneeze"}"""
        assertEquals(null, Answers.status(status).wishes.practise)
    }

    @Test fun `nothing is wished for but what is said clearly`() {
        for (vague in listOf(
            "", ""","chosen":null,"loud":null,"repair":null,"practise":null""", ""","chosen":[],"loud":"siren","repair":7,"practise":{}""",
            ""","chosen":{"volume_keys":"yes","shake":1,"widget":true},"loud":{"siren":null}""",
        )) {
            assertEquals(vague, Wishes(), Answers.status("""{"follow":true,"pending":0$vague}""").wishes)
        }
    }

    @Test fun `what is wished for is taken as it is said`() {
        val status = """{"follow":true,"pending":1,"chosen":{"volume_keys":true,"shake":false,"headset":true,"texts_receipts":true},
            "loud":{"siren":true,"torch":false},"repair":"battery","practise":"shake"}"""
        val keys = setOf(Trigger.VOLUME_KEYS, Trigger.HEADSET)
        val wishes = Wishes(keys, receipts = true, card = null, siren = true, torch = false, "battery", Trigger.SHAKE)
        assertEquals(wishes, Answers.status(status).wishes)
    }

    @Test fun `wishes that cannot be read take no alert away`() {
        val status = Answers.status("""{"follow":true,"pending":1,"chosen":3}""")
        assertEquals(true to null, status.follow to status.errorCode)
        assertFalse(Standing.isNeeded(Answers.status("nonsense")))
    }
}
