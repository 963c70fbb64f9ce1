package pk.useful.door

import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.ProviderException
import java.util.concurrent.CountDownLatch
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

class SafeTest {
    @get:Rule val folder = TemporaryFolder()

    private val file get() = File(folder.root, "safe.key")
    private val keystore = Keys()
    private var drawn = 0
    private var synced = emptySet<String>()

    /** A Keystore that can be told to fail. What it seals says by which key. */
    private class Keys : SafeKey.Keystore {
        val names = mutableSetOf<String>()
        var isDown = false
        var refuses: String? = null
        var comesBackAfterMaking = false

        override fun make(name: String) {
            if (isDown) throw ProviderException("Keystore operation failed")
            names += name
            if (comesBackAfterMaking) refuses = null
        }

        override fun seal(name: String, plain: ByteArray): ByteArray = "$name:".toByteArray() + plain

        override fun open(name: String, sealed: ByteArray): ByteArray {
            if (isDown) throw IllegalStateException("no answer")
            if (name !in names || name == refuses) throw GeneralSecurityException("no such key")
            val mark = "$name:".toByteArray()
            if (!sealed.take(mark.size).toByteArray().contentEquals(mark)) throw GeneralSecurityException("bad tag")
            return sealed.copyOfRange(mark.size, sealed.size)
        }

        override fun forget(name: String) {
            names -= name
        }
    }

    /** As the next process asks. */
    private fun key(chance: (ByteArray) -> Unit = { it.fill((++drawn).toByte()) }): ByteArray? =
        SafeKey(file, keystore, chance, NOW + drawn, ::sync).key()

    private fun sync(root: File) {
        synced = root.list()!!.toSet()
    }

    private fun aside(): List<File> = folder.root.listFiles { found -> "set-aside" in found.name }!!.toList()

    @Test fun `the key is made once and given again to every process`() {
        val made = key()
        assertEquals(32, made?.size)
        assertArrayEquals(made, key())
        assertEquals(1, keystore.names.size)
        assertEquals("no draft is left, and the name is on the disk", setOf("safe.key"), synced)
    }

    @Test fun `a Keystore that does nothing now changes nothing`() {
        val made = key()
        val kept = file.readBytes()
        keystore.isDown = true
        assertNull(key())
        assertArrayEquals(kept, file.readBytes())
        assertEquals(emptyList<File>(), aside())
        keystore.isDown = false
        assertArrayEquals("as before", made, key())
    }

    @Test fun `without a Keystore there is no key and no file`() {
        keystore.isDown = true
        assertNull(key())
        assertEquals(0, folder.root.list()!!.size)
    }

    @Test fun `a key that does not come back from the Keystore is not used`() {
        val broken = object : SafeKey.Keystore by keystore {
            override fun open(name: String, sealed: ByteArray) = ByteArray(32)
        }
        assertNull(SafeKey(file, broken, { it.fill(9) }, NOW, ::sync).key())
        assertEquals("nor kept", 0, keystore.names.size + folder.root.list()!!.size)
    }

    @Test fun `a Keystore that works and has lost our key gives another and the old file is set aside`() {
        val made = key()!!
        val kept = file.readBytes()
        val old = keystore.names.single()
        keystore.refuses = old
        val fresh = key()!!
        assertFalse(made.contentEquals(fresh))
        assertArrayEquals(kept, aside().single().readBytes())
        assertTrue("a key that might open something is not deleted", old in keystore.names)
        assertArrayEquals("the fresh one stays", fresh, key())
    }

    @Test fun `a key that comes back while another is made counts`() {
        val made = key()!!
        keystore.refuses = keystore.names.single()
        keystore.comesBackAfterMaking = true
        assertArrayEquals(made, key())
        assertEquals(emptyList<File>(), aside())
        assertEquals("what was made is forgotten", 1, keystore.names.size)
    }

    @Test fun `a damaged file is kept aside`() {
        for (damaged in listOf(byteArrayOf(), byteArrayOf(1), byteArrayOf(1, 90, 3), byteArrayOf(1, -1, 3), byteArrayOf(2, 0, 0))) {
            file.writeBytes(damaged)
            assertNotNull(key())
            assertArrayEquals(damaged, aside().single().readBytes())
            folder.root.listFiles()!!.forEach { it.delete() }
        }
    }

    @Test fun `where nothing can be written there is no key`() {
        File(folder.root, "safe.key.new").mkdir()
        assertNull(key())
        assertEquals("it is forgotten again", 0, keystore.names.size)
        assertNull("no folder", SafeKey(File(folder.root, "nowhere/safe.key"), keystore, { it.fill(3) }, NOW, ::sync).key())
    }

    @Test fun `the core gets the key once and it is wiped`() {
        val key = ByteArray(32) { 7 }
        val safe = Safe { key }
        val seen = mutableListOf<Int?>()
        repeat(2) { safe.open(FOR_EVER) { given -> status.also { seen += given?.sum() } } }
        assertEquals(listOf(7 * 32, null), seen)
        assertEquals(0, key.sum())
    }

    @Test fun `a door that refused gets the key again`() {
        val safe = Safe { ByteArray(32) { 7 } }
        safe.open(FOR_EVER) { status.copy(errorCode = "broken") }
        var sum: Int? = null
        safe.open(FOR_EVER) { given -> status.also { sum = given?.sum() } }
        assertEquals(7 * 32, sum)
    }

    @Test fun `a Keystore that hangs is waited for once and what it says later counts`() {
        val hangs = CountDownLatch(1)
        val safe = Safe {
            hangs.await()
            ByteArray(32) { 7 }
        }
        var given: ByteArray? = null
        safe.open(patienceMs = 1) { key -> status.also { given = key } }
        assertNull(given)
        // Would wait for ever if it waited again.
        safe.open(FOR_EVER) { key -> status.also { given = key } }
        assertNull(given)
        hangs.countDown()
        while (given == null) safe.open { key -> status.also { given = key?.clone() } }
        assertEquals(7 * 32, given?.sum())
    }

    @Test fun `a question that breaks is no key`() {
        val safe = Safe { throw IOException("no folder") }
        assertEquals(null, safe.open(FOR_EVER) { key -> status.copy(alertId = key?.toString()) }.alertId)
    }

    private companion object {
        const val NOW = 1_790_000_000_000
        const val FOR_EVER = Long.MAX_VALUE
        val status = Status(false, null, false, 0, null)
    }
}
