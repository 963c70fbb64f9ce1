package pk.useful.door

import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

class WindowsTest {
    private val windows = Windows().apply { assertFalse("the first is made unasked", made()) }

    @Test fun `an app that is opened again gets a window`() {
        assertFalse(windows.gone(turning = false))
        assertTrue(windows.made())
        assertFalse(windows.gone(turning = false))
        assertTrue("and again", windows.made())
    }

    @Test fun `a screen that was turned keeps its window`() {
        assertFalse(windows.gone(turning = true))
        assertTrue(windows.isTurning)
        assertFalse(windows.made())
        assertFalse(windows.isTurning)
        windows.gone(turning = false)
        assertTrue(windows.made())
    }

    @Test fun `one that comes before the other is gone waits for it`() {
        assertFalse(windows.made())
        assertTrue(windows.gone(turning = false))
        assertFalse("and once", windows.gone(turning = false))
        assertTrue(windows.made())
    }

    @Test fun `nobody waits any longer when all are gone`() {
        windows.made()
        windows.gone(turning = true)
        windows.gone(turning = false)
        assertTrue(windows.made())
        assertFalse(windows.gone(turning = false))
    }
}
