package pk.useful.door

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

class PatternsTest {
    private fun Turns.all(steps: List<Int>, everyMs: Long) = steps.mapIndexed { i, step -> press(step, 1_000 + i * everyMs) }

    @Test fun `louder and softer in turn five times raises, once`() {
        val first = listOf(false, false, false, false, true)
        assertEquals(first + first, Turns().all(listOf(1, -1, 1, -1, 1, 1, -1, 1, -1, 1), everyMs = 350))
        assertEquals("the other way round", first, Turns().all(listOf(-1, 1, -1, 1, -1), everyMs = 350))
    }

    @Test fun `setting the volume raises nothing`() {
        assertFalse("a held key", true in Turns().all(List(60) { 1 }, everyMs = 50))
        assertFalse("too loud, too soft", true in Turns().all(listOf(1, 1, 1, -1, -1, 1, -1, 1), everyMs = 300))
        assertFalse("slowly", true in Turns().all(List(30) { if (it % 2 == 0) 1 else -1 }, everyMs = 1_100))
        assertFalse("let go", true in Turns().all(List(30) { 0 }, everyMs = 100))
    }

    @Test fun `letting go between two presses breaks no pattern`() {
        assertTrue(Turns().all(listOf(1, 0, -1, 0, 1, 0, -1, 0, 1), everyMs = 200).last())
    }

    @Test fun `a clock that goes back raises nothing by itself`() {
        val turns = Turns()
        assertFalse(listOf(9_000L, 1_000L, 900L, 800L, 700L).mapIndexed { i, at -> turns.press(if (i % 2 == 0) 1 else -1, at) }.any { it })
    }

    @Test fun `four presses of a headset's button raise, three are the piece before`() {
        val presses = Presses()
        assertEquals(listOf(false, false, false), listOf(0L, 400L, 800L).map(presses::press))
        assertTrue(presses.press(1_200))
        assertFalse("a fifth begins anew", presses.press(1_600))
    }

    @Test fun `a loose contact and slow presses raise nothing`() {
        val bouncing = Presses()
        assertFalse(List(100) { bouncing.press(1_000L + it * 20) }.any { it })
        val slow = Presses()
        assertFalse(List(20) { slow.press(1_000L + it * 1_100) }.any { it })
    }
}
