package pk.useful.door

/** How we stand by an alert: what the system lets us do, decided without the system. */
object Standing {
    enum class Way {
        /** Nothing is live. */
        NONE,

        /** A foreground service of type location. */
        SERVICE,

        /** No service may run: a job carries on, the place stays what was known. */
        JOB,
    }

    /**
     * From Android 14 on a service of type location may not start without leave for the place; before, it may, and keeps the
     * process alive.
     */
    fun way(follow: Boolean, placeAllowed: Boolean, sdk: Int): Way = when {
        !follow -> Way.NONE
        placeAllowed || sdk < 34 -> Way.SERVICE
        else -> Way.JOB
    }

    /** How long a job may wait for receipts: the system gives it ten minutes, and battery is hers. */
    const val JOB_PATIENCE_MS = 60_000L

    /** Not later than so after it was killed, the system starts us again, if it keeps its word. */
    const val JOB_EVERY_MS = 15L * 60_000L
}
