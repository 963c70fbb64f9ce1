package pk.useful.door

/** What the system's numbers mean, in the words of the door. A number that we do not know is no success. */
object TextResults {
    const val OK = "ok"
    const val NOT_ALLOWED = "not_allowed"
    const val NEEDS_TOUCH = "needs_touch"
    const val NO_CARD = "no_card"
    const val NO_SERVICE = "no_service"
    const val REFUSED = "refused"

    private const val SENT = -1 // Activity.RESULT_OK
    private const val RADIO_OFF = 2 // SmsManager.RESULT_ERROR_RADIO_OFF
    private const val NO_SERVICE_CODE = 4 // SmsManager.RESULT_ERROR_NO_SERVICE
    private const val SIM_ABSENT = 1 // TelephonyManager.SIM_STATE_ABSENT
    private const val SIM_LOCKED_FIRST = 2 // SIM_STATE_PIN_REQUIRED
    private const val SIM_LOCKED_LAST = 4 // SIM_STATE_NETWORK_LOCKED

    /** What became of a text, by the result code of its "sent" intent. */
    fun ofSent(code: Int): String = when (code) {
        SENT -> OK
        RADIO_OFF, NO_SERVICE_CODE -> NO_SERVICE
        else -> REFUSED
    }

    /** Whether one could go. A card that the system says nothing of is tried. Without her leave she can send it herself, if [composes]. */
    fun ready(allowed: Boolean, hasRadio: Boolean, simState: Int, composes: Boolean = false): String = when {
        !hasRadio || simState == SIM_ABSENT || simState in SIM_LOCKED_FIRST..SIM_LOCKED_LAST -> NO_CARD
        allowed -> OK
        composes -> NEEDS_TOUCH
        else -> NOT_ALLOWED
    }
}
