package pk.useful.door

import java.io.IOException
import java.io.InputStream
import org.json.JSONException
import org.json.JSONObject

/** What a clip is, decided without the system. */
object Clip {
    /** So long the microphone is on; the page tells her so (`clip_means`). */
    const val LENGTH_MS = 25_000L

    /** Speech, one channel: 78 kB in [LENGTH_MS], and no telephone is too old for it. */
    const val SAMPLES_PER_S = 16_000
    const val BITS_PER_S = 24_000
    const val MEDIA_TYPE = "audio/aac"

    /** The core takes no more. */
    const val MOST_BYTES = 150_000

    /** The alert for which the core wants a clip now; null when it wants none, or did not answer. */
    fun wanted(status: String?): String? = try {
        val told = JSONObject(status ?: "{}")
        if (told.isNull("record")) null else told.getString("record")
    } catch (unreadable: JSONException) {
        null
    }

    /** Everything that comes, up to [most] bytes; the rest is read and forgotten, so that the recorder never waits for us. */
    fun gather(from: InputStream, most: Int): ByteArray {
        val held = ByteArray(most)
        val scrap = ByteArray(4_096)
        var filled = 0
        try {
            while (true) {
                val left = most - filled
                val came = if (left > 0) from.read(held, filled, left) else from.read(scrap)
                if (came < 0) break
                if (left > 0) filled += came
            }
        } catch (broken: IOException) {
            // What came until then is a recording too.
        }
        val clip = held.copyOf(filled)
        held.fill(0)
        scrap.fill(0)
        return clip
    }
}
