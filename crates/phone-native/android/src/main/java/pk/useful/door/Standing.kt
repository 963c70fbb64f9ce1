package pk.useful.door

/** How we stand by an alert and listen for triggers: what the system lets us do, decided without the system. */
object Standing {
    /** Is there anything to stand by? */
    fun isNeeded(status: Status): Boolean = status.follow || status.wishes.needService

    /** Is the processor to stay awake? While something of a live alert is to be brought, and while nothing of it was received. */
    fun isAwake(status: Status): Boolean = status.follow && (status.pending > 0 || status.notDelivered)

    /** So long from the pull, whether the service may begin or not. */
    const val PULL_AWAKE_MS = 60_000L

    /** From one look of the service to well after the next. */
    const val LOOK_EVERY_MS = 30_000L
    const val LOOK_AWAKE_MS = 2 * LOOK_EVERY_MS

    /**
     * The types of the foreground service. [LOCATION] while an alert is live: from Android 14 on only with leave for the
     * place, before without too. There [SPECIAL], which needs no leave, keeps the process alive without a place, and listens.
     */
    fun types(follow: Boolean, listening: Boolean, placeAllowed: Boolean, sdk: Int): Int {
        val location = follow && (placeAllowed || sdk < SPECIAL_SINCE)
        val special = sdk >= SPECIAL_SINCE && (listening || !location)
        return (if (location) LOCATION else 0) or (if (special) SPECIAL else 0)
    }

    const val LOCATION = 1 shl 3 // ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION
    const val SPECIAL = 1 shl 30 // ServiceInfo.FOREGROUND_SERVICE_TYPE_SPECIAL_USE
    private const val SPECIAL_SINCE = 34

    /** How long a job may wait for receipts: the system gives it ten minutes, and battery is hers. */
    const val JOB_PATIENCE_MS = 60_000L

    /** Not later than so after it was killed, the system starts us again, if it keeps its word. */
    const val JOB_EVERY_MS = 15L * 60_000L
}
