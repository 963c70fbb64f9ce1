package pk.useful.door

import android.util.Log
import java.io.File
import java.io.FileOutputStream
import kotlin.text.Charsets.US_ASCII

/**
 * The key that wraps the vault's: 32 bytes, which leave the process only sealed by a key that never leaves the system's
 * [Keystore]. The file holds a version (1), the length and the name of that key, and what it has sealed.
 *
 * A Keystore that does nothing now is waited for until the next start. One that works, and yet does not open ours, never
 * will: then the file is set aside, and a fresh key takes its place under a name of its own. Nothing is ever deleted that
 * might open something.
 */
class SafeKey(
    private val file: File,
    private val keystore: Keystore,
    private val chance: (ByteArray) -> Unit,
    private val nowMs: Long,
    /** Puts the names in a folder on the disk. */
    private val sync: (File) -> Unit,
) {
    /** Keys that stay inside. Each function may throw whatever the system throws. */
    interface Keystore {
        fun make(name: String)

        fun seal(name: String, plain: ByteArray): ByteArray

        fun open(name: String, sealed: ByteArray): ByteArray

        fun forget(name: String)
    }

    private val folder: File = file.absoluteFile.parentFile ?: file

    private class Fresh(val name: String, val key: ByteArray, val sealed: ByteArray)

    /** The key, made at the first call; none while the Keystore does nothing, or the disk. Whoever gets it wipes it. */
    fun key(): ByteArray? = tried {
        // A folder that cannot be read says nothing of what is in it.
        val names = folder.list() ?: return@tried null
        if (file.name !in names) return@tried makes()?.let(::kept)
        val kept = file.readBytes()
        opened(kept) ?: instead(kept)
    }

    /** Ours was not opened: by a Keystore that opens others? It is asked again after it has. */
    private fun instead(kept: ByteArray): ByteArray? {
        val fresh = makes() ?: return null
        val late = opened(kept) ?: return kept(fresh)
        discard(fresh)
        return late
    }

    private fun opened(kept: ByteArray): ByteArray? = tried {
        val sealed = 2 + kept[1]
        if (kept[0] != VERSION) return@tried null
        keystore.open(String(kept, 2, sealed - 2, US_ASCII), kept.copyOfRange(sealed, kept.size)).takeIf { it.size == KEY_BYTES }
    }

    /** A fresh key that has come back from the Keystore once: one that does not is worth nothing. */
    private fun makes(): Fresh? {
        val name = "numbers-" + ByteArray(8).also(chance).joinToString("") { "%02x".format(it) }
        val key = ByteArray(KEY_BYTES).also(chance)
        val fresh = tried {
            keystore.make(name)
            val sealed = keystore.seal(name, key)
            Fresh(name, key, sealed).takeIf { keystore.open(name, sealed).contentEquals(key) }
        }
        if (fresh == null) tried { keystore.forget(name) }
        return fresh
    }

    /** On the disk before anything is wrapped under it; and only then is the one before moved out of the way. */
    private fun kept(fresh: Fresh): ByteArray? {
        val done = tried {
            val draft = File(file.path + ".new")
            val name = fresh.name.toByteArray(US_ASCII)
            FileOutputStream(draft).use {
                it.write(byteArrayOf(VERSION, name.size.toByte()) + name + fresh.sealed)
                it.fd.sync()
            }
            if (file.exists() && !file.renameTo(File("${file.path}.set-aside-$nowMs"))) return@tried null
            if (!draft.renameTo(file)) return@tried null
            sync(folder)
            fresh.key
        }
        if (done == null) discard(fresh)
        return done
    }

    private fun discard(fresh: Fresh) {
        fresh.key.fill(0)
        tried { keystore.forget(fresh.name) }
    }

    /** Makers' Keystores throw what they like, not only what is documented. */
    private fun <T> tried(act: () -> T?): T? = try {
        act()
    } catch (refused: Exception) {
        Log.w("Numbers", "the safe refuses: ${refused.javaClass.simpleName}")
        null
    }

    private companion object {
        const val VERSION: Byte = 1
        const val KEY_BYTES = 32
    }
}
