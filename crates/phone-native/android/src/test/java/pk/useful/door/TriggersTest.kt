package pk.useful.door

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

class TriggersTest {
    @Test fun `one touch only arms, a second within three seconds raises`() {
        val taps = TwoTaps()
        assertEquals(TwoTaps.Tap.ARMED, taps.tap(1_000, OLD))
        assertEquals(TwoTaps.Tap.PULLED, taps.tap(3_500, OLD))
        assertEquals("a third begins anew", TwoTaps.Tap.ARMED, taps.tap(3_900, OLD))
    }

    @Test fun `a touch that comes too late arms again`() {
        val taps = TwoTaps()
        taps.tap(1_000, OLD)
        assertEquals(TwoTaps.Tap.ARMED, taps.tap(4_001, OLD))
        assertEquals(TwoTaps.Tap.PULLED, taps.tap(5_000, OLD))
    }

    @Test fun `a bouncing screen is one touch`() {
        val taps = TwoTaps()
        taps.tap(1_000, OLD)
        assertEquals(TwoTaps.Tap.BOUNCED, taps.tap(1_050, OLD))
        assertEquals(TwoTaps.Tap.PULLED, taps.tap(1_400, OLD))
    }

    @Test fun `two touches that the system held back while our process began are two`() {
        val taps = TwoTaps()
        assertEquals(TwoTaps.Tap.ARMED, taps.tap(1_000, 400))
        assertEquals(TwoTaps.Tap.PULLED, taps.tap(1_003, 403))
        assertEquals("a third begins anew", TwoTaps.Tap.ARMED, taps.tap(1_005, 405))
        val once = TwoTaps()
        assertEquals(TwoTaps.Tap.ARMED, once.tap(1_000, TwoTaps.YOUNG_MS))
        assertEquals("it is young no longer", TwoTaps.Tap.BOUNCED, once.tap(1_003, TwoTaps.YOUNG_MS + 3))
    }

    @Test fun `a hold raises once, and not when it is let go`() {
        val hold = Hold(1_500)
        hold.down(100)
        assertFalse(hold.completes(1_599))
        assertEquals(0.5f, hold.progress(850), 0.001f)
        assertTrue(hold.completes(1_600))
        assertFalse("the finger is still down", hold.completes(9_000))
        hold.up()
        hold.down(10_000)
        hold.up()
        assertFalse(hold.completes(20_000))
    }

    @Test fun `only the trigger that she tries makes a drill, and only while the core says so`() {
        val trying = Status(false, null, false, 0, null, Wishes(practise = Trigger.TILE))
        assertTrue(Pull.isDrill(trying, Trigger.TILE))
        assertFalse("another trigger is real", Pull.isDrill(trying, Trigger.SHAKE))
        assertFalse("the practice is over", Pull.isDrill(trying.copy(wishes = Wishes()), Trigger.TILE))
        assertFalse("who does not answer practises nothing", Pull.isDrill(trying.copy(errorCode = "broken"), Trigger.TILE))
    }

    @Test fun `unknown words trigger and wake nothing`() {
        assertNull(Trigger.of("sneeze"))
        assertNull(Trigger.of(null))
        assertEquals(Trigger.SHAKE, Trigger.of("shake"))
        assertEquals(Trigger.ASSIST, Trigger.opening("android.intent.action.ASSIST"))
        assertEquals(Trigger.SHORTCUT, Trigger.opening("pk.useful.door.SHORTCUT"))
        for (forged in listOf("org.example.FORGED", "", null)) assertEquals(Trigger.LOCK_SCREEN, Trigger.opening(forged))
        assertNull(Reason.of("android.intent.action.TIME_TICK"))
        assertNull(Reason.of(null))
        assertEquals(Reason.BOOT, Reason.of("android.intent.action.BOOT_COMPLETED"))
        assertEquals(Reason.UPDATED, Reason.of("android.intent.action.MY_PACKAGE_REPLACED"))
    }

    private companion object {
        const val OLD = 3_600_000L
    }
}
