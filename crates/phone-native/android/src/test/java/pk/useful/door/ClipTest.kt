package pk.useful.door

import java.io.ByteArrayInputStream
import java.io.IOException
import java.io.InputStream
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

class ClipTest {
    @Test fun `a clip is recorded for the alert that the core names and for none else`() {
        assertEquals("ab", Clip.wanted("""{"record":"ab"}"""))
        for (answer in listOf(null, "", "{}", """{"record":null}""", """{"error":{"code":"not_open"}}""")) {
            assertEquals(null, Clip.wanted(answer))
        }
    }

    @Test fun `what comes is gathered whole, and no more than the core takes`() {
        val sound = ByteArray(10_000) { it.toByte() }
        assertArrayEquals(sound, Clip.gather(ByteArrayInputStream(sound), 20_000))
        val all = ByteArrayInputStream(sound)
        assertArrayEquals(sound.copyOf(100), Clip.gather(all, 100))
        assertEquals("the recorder must never wait for us", 0, all.available())
    }

    @Test fun `a pipe that breaks leaves what came before`() {
        val broken = object : InputStream() {
            private var left = 3
            override fun read(): Int = if (left-- > 0) 7 else throw IOException()
            override fun read(into: ByteArray, at: Int, most: Int): Int {
                into[at] = read().toByte()
                return 1
            }
        }
        assertArrayEquals(byteArrayOf(7, 7, 7), Clip.gather(broken, 100))
    }

    @Test fun `a clip of full length is one that the core takes`() {
        val frames = Clip.LENGTH_MS * Clip.SAMPLES_PER_S / 1_000 / 1_024 + 1
        assertTrue(Clip.LENGTH_MS * Clip.BITS_PER_S / 8_000 + frames * 7 < Clip.MOST_BYTES)
    }
}
