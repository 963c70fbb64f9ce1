package pk.useful.door

import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

class FollowedTest {
    private val quiet = Status(false, null, false, 0, null)
    private val live = Status(true, "ab", false, 1, null)

    @Test fun `an alarm raised on the page is news once`() {
        val followed = Followed()
        assertFalse(followed.isNews(quiet))
        assertTrue(followed.isNews(live))
        assertFalse("the next look", followed.isNews(live))
        assertFalse("received", followed.isNews(live.copy(pending = 0)))
    }

    @Test fun `an alert that is live when the window comes is news too`() {
        assertTrue(Followed().isNews(live))
    }

    @Test fun `a second alarm is news while the first is still followed`() {
        val followed = Followed()
        followed.isNews(live)
        assertTrue(followed.isNews(live.copy(alertId = "cd")))
        assertFalse("closed", followed.isNews(quiet))
        assertTrue("raised anew", followed.isNews(live))
    }

    @Test fun `a door that does not answer is no news and forgets nothing`() {
        val followed = Followed()
        followed.isNews(live)
        assertFalse(followed.isNews(Status(false, null, false, 0, "broken")))
        assertFalse(followed.isNews(live))
    }
}
