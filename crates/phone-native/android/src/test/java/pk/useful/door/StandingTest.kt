package pk.useful.door

import android.content.pm.ServiceInfo
import android.location.Location
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

class StandingTest {
    private val live = Status(true, "ab", false, 1, null)
    private val quiet = Status(false, null, false, 0, null)

    @Test fun `the service runs for a live alert, a chosen trigger and her noise, and for nothing else`() {
        assertTrue(Standing.isNeeded(live))
        assertTrue(Standing.isNeeded(quiet.copy(wishes = Wishes(chosen = setOf(Trigger.SHAKE)))))
        assertFalse(Standing.isNeeded(quiet))
        assertTrue(Standing.isNeeded(quiet.copy(wishes = Wishes(siren = true))))
        assertTrue(Standing.isNeeded(quiet.copy(wishes = Wishes(torch = true))))
    }

    @Test fun `the processor is kept awake while something of a live alert is to be brought, and no longer`() {
        assertTrue(Standing.isAwake(live))
        assertTrue("nothing was received", Standing.isAwake(live.copy(pending = 0, notDelivered = true)))
        assertFalse("all is received", Standing.isAwake(live.copy(pending = 0)))
        assertFalse("nothing is live", Standing.isAwake(quiet.copy(pending = 3)))
        assertTrue("until after the next look", Standing.LOOK_AWAKE_MS > Standing.LOOK_EVERY_MS)
    }

    @Test fun `she is told once that nothing was received, and once that something was`() {
        val late = Late()
        assertFalse(late.turns(live))
        assertTrue(late.turns(live.copy(notDelivered = true)))
        assertTrue(late.isSo)
        assertFalse("no second knock", late.turns(live.copy(notDelivered = true)))
        assertFalse("no answer", late.turns(Status(false, null, false, 0, "broken")))
        assertTrue(late.turns(live))
        assertFalse(late.isSo)
        assertFalse("an alert that is closed", late.turns(quiet.copy(notDelivered = true)))
    }

    @Test fun `the service is of the types that the system lets it be`() {
        fun types(follow: Boolean, listening: Boolean, allowed: Boolean, sdk: Int) = Standing.types(follow, listening, allowed, sdk)
        assertEquals(Standing.LOCATION, types(follow = true, listening = false, allowed = true, sdk = 34))
        assertEquals(Standing.LOCATION or Standing.SPECIAL, types(follow = true, listening = true, allowed = true, sdk = 34))
        assertEquals("the place is refused", Standing.SPECIAL, types(follow = true, listening = false, allowed = false, sdk = 34))
        assertEquals("no alert", Standing.SPECIAL, types(follow = false, listening = true, allowed = true, sdk = 34))
        assertEquals(Standing.LOCATION, types(follow = true, listening = true, allowed = false, sdk = 33))
        assertEquals("unknown to Android 13", 0, types(follow = false, listening = true, allowed = true, sdk = 33))
        assertEquals(ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION, Standing.LOCATION)
    }

    @Test fun `what the platform does not know is not told as zero`() {
        assertTrue(Reading.known(has = false, value = 0f).isNaN())
        assertEquals(0.0, Reading.known(has = true, value = 0f), 0.0)
        // A location of which the platform says nothing at all.
        val bare = Reading.of(Location("gps"))
        assertTrue(bare.accuracyM.isNaN() && bare.speedMps.isNaN() && bare.headingDeg.isNaN())
    }

    @Test fun `every provider is listened to but the one that repeats others`() {
        assertEquals(listOf("fused", "gps", "network"), Places.chosen(listOf("passive", "gps", "network", "fused")))
        assertEquals(emptyList<String>(), Places.chosen(emptyList()))
    }

    @Test fun `the place is known only with her leave and with a source that is switched on`() {
        assertTrue(Places.isOpen(allowed = true, enabled = listOf("passive", "network")))
        assertFalse("taken away", Places.isOpen(allowed = false, enabled = listOf("gps")))
        assertFalse("switched off", Places.isOpen(allowed = true, enabled = listOf("passive")))
    }

    @Test fun `only plain numbers reach the dialler`() {
        assertEquals("15", Dial.number("15"))
        assertEquals("+924299212345", Dial.number("+924299212345"))
        for (bad in listOf("", "+", "*21*0300#", "15;ext=2", "tel:15", "0123456789012345", "١٥")) {
            assertNull(bad, Dial.number(bad))
        }
    }

    @Test fun `her hand can tell saved from not saved`() {
        val saved = Feel.pattern(Raised("ab", true, null))
        assertNotEquals(saved.toList(), Feel.pattern(Raised("ab", false, null)).toList())
        assertNotEquals(saved.toList(), Feel.pattern(Raised(null, false, "not_open")).toList())
    }

    @Test fun `the torch flashes no faster than three times a second`() {
        assertTrue(1_000 / (2 * Strobe.HALF_MS) <= 3)
        val strobe = Strobe()
        assertEquals(listOf(true, false, true), List(3) { strobe.next() })
        strobe.rest()
        assertTrue("it begins with light again", strobe.next())
    }
}
