package pk.useful.door

import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

class RunsTest {
    @Test fun `the end of one job is not the end of the other`() {
        val runs = Runs()
        val soon = runs.begin(1)
        val often = runs.begin(2)
        runs.stop(1)
        assertTrue(soon.stopped)
        assertFalse(often.stopped)
    }

    @Test fun `a job that begins anew is not stopped because its last run was`() {
        val runs = Runs()
        val first = runs.begin(1)
        runs.stop(1)
        val second = runs.begin(1)
        assertTrue("it ends without a word", first.stopped)
        assertFalse(second.stopped)
        runs.stop(3)
        assertFalse(second.stopped)
    }
}
