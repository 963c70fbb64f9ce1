package pk.useful.door

import org.json.JSONException
import org.json.JSONObject

/** What a raise led to. Only [durable] may be told as "saved". */
data class Raised(val alertId: String?, val durable: Boolean, val errorCode: String?)

/** A text that is to go; [touch]: she has just asked to send it herself. */
data class Text(val id: Long, val number: String, val text: String, val touch: Boolean = false)

/** What is true now, as far as native code needs it. */
data class Status(
    /** The service that stands by an alert is to run. */
    val follow: Boolean,
    /** The alert on the screen. */
    val alertId: String?,
    /** Nothing was received 90 s after the tap. */
    val notDelivered: Boolean,
    /** Messages that no receipt has settled. */
    val pending: Int,
    /** Why the door did not answer; nothing else here counts then. */
    val errorCode: String?,
    /** What she has chosen and asked for. */
    val wishes: Wishes = Wishes(),
    /** The alert's text waits for her touch, and the room has it by no other way yet. */
    val textWaits: Boolean = false,
)

/** Reads the door's answers. An answer that cannot be read is a failure, never a success. */
object Answers {
    private const val UNREADABLE = "unreadable"

    fun raised(answer: String?): Raised = read(answer, { Raised(null, false, it) }) { told ->
        Raised(told.getString("alert_id"), told.getBoolean("durable"), null)
    }

    fun status(answer: String?): Status = read(answer, { Status(false, null, false, 0, it) }) { told ->
        val alert = told.optJSONObject("alert")
        Status(
            follow = told.getBoolean("follow"),
            alertId = alert?.getString("alert_id"),
            notDelivered = alert?.getBoolean("not_delivered") ?: false,
            pending = told.getInt("pending"),
            errorCode = null,
            wishes = Wishes.of(told),
            textWaits = alert?.optJSONObject("text")?.optString("state") == TextResults.NEEDS_TOUCH,
        )
    }

    /** The text that is to go, if there is one. */
    fun text(answer: String?): Text? = read(answer, { null }) { told ->
        told.optJSONObject("text")?.let {
            // What is not said clearly opens no other app.
            Text(it.getLong("id"), it.getString("number"), it.getString("text"), it.optBoolean("touch"))
        }
    }

    fun settled(answer: String?): Boolean = read(answer, { false }) { it.getBoolean("settled") }

    private fun <T> read(answer: String?, failed: (String) -> T, take: (JSONObject) -> T): T = try {
        val told = JSONObject(answer ?: "{}")
        val error = told.optJSONObject("error")
        if (error == null) take(told) else failed(error.optString("code", UNREADABLE))
    } catch (unreadable: JSONException) {
        failed(UNREADABLE)
    }
}
