package pk.useful.door

import android.location.Location
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

class StandingTest {
    @Test fun `a live alert is stood by in the best way that the system lets us`() {
        assertEquals(Standing.Way.NONE, Standing.way(follow = false, placeAllowed = true, sdk = 34))
        assertEquals(Standing.Way.SERVICE, Standing.way(follow = true, placeAllowed = true, sdk = 34))
        assertEquals(Standing.Way.SERVICE, Standing.way(follow = true, placeAllowed = false, sdk = 33))
        assertEquals(Standing.Way.JOB, Standing.way(follow = true, placeAllowed = false, sdk = 34))
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

    @Test fun `only one code says that a text went`() {
        assertEquals("ok", TextResults.ofSent(-1))
        assertEquals("no_service", TextResults.ofSent(2))
        assertEquals("no_service", TextResults.ofSent(4))
        for (code in listOf(0, 1, 3, 5, 6, 111, Int.MIN_VALUE)) assertEquals("refused", TextResults.ofSent(code))
    }

    @Test fun `texts need a card and her leave`() {
        assertEquals("ok", TextResults.ready(allowed = true, hasRadio = true, simState = 5))
        assertEquals("not_allowed", TextResults.ready(allowed = false, hasRadio = true, simState = 5))
        for (locked in 1..4) assertEquals("no_card", TextResults.ready(allowed = true, hasRadio = true, simState = locked))
        assertEquals("no_card", TextResults.ready(allowed = true, hasRadio = false, simState = 5))
        assertEquals("a card that nothing is known of", "ok", TextResults.ready(allowed = true, hasRadio = true, simState = 0))
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
    }
}
