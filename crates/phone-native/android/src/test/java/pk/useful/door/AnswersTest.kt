package pk.useful.door

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

class AnswersTest {
    @Test fun `only a durable alert counts as saved`() {
        assertEquals(Raised("ab", true, null), Answers.raised("""{"alert_id":"ab","durable":true,"took_us":900}"""))
        assertFalse(Answers.raised("""{"alert_id":"ab","durable":false,"took_us":900}""").durable)
    }

    @Test fun `an error is never taken for success`() {
        val refused = Answers.raised("""{"error":{"code":"not_open","message":"call open first"}}""")
        assertEquals(Raised(null, false, "not_open"), refused)
        assertEquals("not_open", Answers.status("""{"error":{"code":"not_open","message":""}}""").errorCode)
    }

    @Test fun `an answer that cannot be read is a failure`() {
        for (answer in listOf(null, "", "nonsense", "[]", "{}", """{"alert_id":"ab"}""")) {
            assertEquals(Raised(null, false, "unreadable"), Answers.raised(answer))
            assertFalse(Answers.settled(answer))
            assertEquals("unreadable", Answers.status(answer).errorCode)
        }
    }

    @Test fun `a text is taken whole or not at all`() {
        assertEquals(Text(7, "8787", "abc"), Answers.text("""{"text":{"id":7,"number":"8787","text":"abc"}}"""))
        for (answer in listOf(null, "", """{"text":null}""", """{"text":{"id":7}}""", """{"error":{"code":"not_open"}}""")) {
            assertEquals(null, Answers.text(answer))
        }
    }

    @Test fun `the status says whether the service is needed`() {
        val live = """{"follow":true,"pending":2,"alert":{"alert_id":"ab","not_delivered":true}}"""
        assertEquals(Status(true, "ab", true, 2, null), Answers.status(live))
        assertEquals(Status(false, null, false, 0, null), Answers.status("""{"follow":false,"pending":0,"alert":null}"""))
        assertTrue(Answers.settled("""{"settled":true}"""))
    }
}
