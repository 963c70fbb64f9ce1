package pk.useful.door

import android.content.Context
import android.system.Os
import android.system.OsConstants
import java.io.File
import java.security.SecureRandom
import java.util.concurrent.ExecutionException
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.TimeoutException
import kotlin.concurrent.thread

/**
 * Asks for the vault's wrapping key once in a process, on a thread of its own, and waits for it once and not for long: a
 * Keystore that hangs must not keep an alarm. What comes later goes to the core with the next opening.
 */
class Safe(ask: () -> ByteArray?) {
    private val answer = FutureTask(ask)
    private var waited = false
    private var given = false

    init {
        thread(name = "safe") { answer.run() }
    }

    /** Opens with the key, or without one while there is none. Once the core has it, it is wiped here and not needed again. */
    @Synchronized
    fun open(patienceMs: Long = PATIENCE_MS, with: (ByteArray?) -> Status): Status {
        val key = if (given) null else answered(if (waited) 0 else patienceMs)
        waited = true
        val status = with(key)
        if (key != null && status.errorCode == null) {
            key.fill(0)
            given = true
        }
        return status
    }

    private fun answered(patienceMs: Long): ByteArray? = try {
        answer.get(patienceMs, MILLISECONDS)
    } catch (slow: TimeoutException) {
        null
    } catch (broken: ExecutionException) {
        null
    } catch (interrupted: InterruptedException) {
        null
    }

    companion object {
        private const val PATIENCE_MS = 1_500L

        @Volatile private var one: Safe? = null

        fun of(context: Context): Safe = one ?: synchronized(this) {
            one ?: Safe { ask(file(context)) }.also { one = it }
        }

        private fun ask(file: File) =
            SafeKey(file, Keystore, SecureRandom()::nextBytes, System.currentTimeMillis(), ::sync).key()

        private fun sync(folder: File) {
            val open = Os.open(folder.path, OsConstants.O_RDONLY, 0)
            try {
                Os.fsync(open)
            } finally {
                Os.close(open)
            }
        }

        /** Where no backup looks: on another phone it opens nothing. */
        private fun file(context: Context) = File(context.noBackupFilesDir, "safe.key")
    }
}
