package pk.useful.door

/**
 * The door into the phone's core. One process has one core, whoever opens it first: a widget, a service, the window.
 *
 * Each function answers JSON: what was asked for, or `{"error":{"code","message"}}`; `null` only when the machine has no
 * memory left. Nothing is ever thrown, and only [finish] and [nextText] wait. [Phone] is the same with types.
 */
object HifazatDoor {
    init {
        System.loadLibrary("hifazat_app")
    }

    /**
     * Opens the phone in this folder, or comes to the one that is open; answers the status. [key]: the 32 bytes that wrap what
     * the vault is opened with; null when the safe gives none now, they may come with a later call.
     */
    @JvmStatic external fun open(folder: String?, key: ByteArray?): String?

    /** Raises an alarm; durable when it answers `{"alert_id","durable","took_us"}`. */
    @JvmStatic external fun raise(trigger: String?): String?

    /** Raises a drill through the same path. */
    @JvmStatic external fun drill(trigger: String?): String?

    /** Leaves the drill. */
    @JvmStatic external fun endDrill(): String?

    /** Takes the newest alarm back within its window: `{"outcome","tries_left","view"}`. */
    @JvmStatic external fun takeBack(pin: String?): String?

    /** Cancels an alert by message: `{"outcome","tries_left","view"}`. */
    @JvmStatic external fun cancel(alertId: String?, pin: String?): String?

    /** What is true now. */
    @JvmStatic external fun status(): String?

    /** The system woke us: `boot`, `updated`, `job`, `service`, `network` or `push`. Answers the status. */
    @JvmStatic external fun wake(reason: String?): String?

    /** The network is another one. */
    @JvmStatic external fun networkChanged(): String?

    /** Waits until nothing is left to carry: `{"settled"}`. Not on the main thread. */
    @JvmStatic external fun finish(patienceMs: Long): String?

    /** Whether a text could go now: `ok`, `not_allowed`, `needs_touch`, `no_card`, `no_service` or `refused`. */
    @JvmStatic external fun textsReady(result: String?): String?

    /**
     * Waits for a text that is to go: `{"text":{"id","number","text","touch"}}` or `{"text":null}`. With `touch` it is laid before
     * her in the telephone's messages app, and not sent. Not on the main thread.
     */
    @JvmStatic external fun nextText(patienceMs: Long): String?

    /** What the operator said of it, in the words of [textsReady]: `{"taken"}`. What nobody knows is `needs_touch`. */
    @JvmStatic external fun textResult(id: Long, result: String?): String?

    /** A text has come in that looks like a receipt: `{"believed"}`. */
    @JvmStatic external fun textArrived(text: String?): String?

    /** The platform found a place. What it does not know is NaN; [atMs] is milliseconds since 1970. */
    @JvmStatic external fun fixArrived(
        latitudeDeg: Double,
        longitudeDeg: Double,
        accuracyM: Double,
        speedMps: Double,
        headingDeg: Double,
        atMs: Long,
        provider: String?,
        mock: Boolean,
    ): String?

    /**
     * A clip was recorded for an alert: at most 150,000 bytes of the media type `audio/aac`, `audio/mp4` or `audio/ogg`. It is
     * sealed when this answers; whatever it answers, the bytes are to be wiped.
     */
    @JvmStatic external fun clip(alertId: String?, bytes: ByteArray?, recordedAtMs: Long, media: String?): String?

    /** Whether the system lets us know the place. */
    @JvmStatic external fun placeAllowed(allowed: Boolean): String?

    /** How full the battery is in per cent (below zero: not known), and whether it is being charged. */
    @JvmStatic external fun battery(percent: Int, charging: Boolean): String?

    /**
     * What the telephone can do and what is in the way, until it [wake]s by `boot` or `updated`:
     * `{"texts":S,"notices":S,"battery":S,"siren":S,"torch":S,"clip":S,"receipts":S,"cards":[{"slot","name"},…],
     * "triggers":{"widget":S,…}}`, each may be missing; S is `{"state":"works"|"repair"|"not_here","why":code or null}`. It replaces what was told before.
     */
    @JvmStatic external fun facts(json: String?): String?

    /**
     * The system's screen was opened for the status' `repair`: `place`, `texts`, `notices`, `battery`, `key`, `clip`,
     * `receipts` or a trigger.
     */
    @JvmStatic external fun repairBegun(repair: String?): String?
}
