package pk.useful.door

/** What the system's numbers mean, in the words of the door. A number that we do not know is no success. */
object TextResults {
    private const val SENT = -1 // Activity.RESULT_OK
    private const val RADIO_OFF = 2 // SmsManager.RESULT_ERROR_RADIO_OFF
    private const val NO_SERVICE = 4 // SmsManager.RESULT_ERROR_NO_SERVICE
    private const val SIM_ABSENT = 1 // TelephonyManager.SIM_STATE_ABSENT
    private const val SIM_LOCKED_FIRST = 2 // SIM_STATE_PIN_REQUIRED
    private const val SIM_LOCKED_LAST = 4 // SIM_STATE_NETWORK_LOCKED

    /** What became of a text, by the result code of its "sent" intent. */
    fun ofSent(code: Int): String = when (code) {
        SENT -> "ok"
        RADIO_OFF, NO_SERVICE -> "no_service"
        else -> "refused"
    }

    /** Whether one could go. A card that the system says nothing of is tried. */
    fun ready(allowed: Boolean, hasRadio: Boolean, simState: Int): String = when {
        !hasRadio || simState == SIM_ABSENT || simState in SIM_LOCKED_FIRST..SIM_LOCKED_LAST -> "no_card"
        !allowed -> "not_allowed"
        else -> "ok"
    }
}
