package pk.useful.door

/** What she set it off with; the words of the door. */
enum class Trigger(val word: String) {
    WIDGET("widget"),
    TILE("tile"),
    LOCK_SCREEN("lock_screen"),
    ASSIST("assist"),
    SHORTCUT("shortcut"),
    VOLUME_KEYS("volume_keys"),
    SHAKE("shake"),
    HEADSET("headset"),
    ;

    companion object {
        /** Anybody may write anything into an intent: what we do not know is no trigger. */
        fun of(word: String?): Trigger? = values().find { it.word == word }

        /** What opened the circle: the system's assistant gesture, our shortcut, or anything else. */
        fun opening(action: String?): Trigger = when (action) {
            "android.intent.action.ASSIST" -> ASSIST
            Shortcut.ACTION -> SHORTCUT
            else -> LOCK_SCREEN
        }
    }
}

/** Why the system woke us; the words of the door. */
enum class Reason(val word: String) {
    BOOT("boot"),
    UPDATED("updated"),
    JOB("job"),
    SERVICE("service"),
    ;

    companion object {
        /** By the action of a broadcast. An action that we did not ask for wakes nobody. */
        fun of(action: String?): Reason? = when (action) {
            "android.intent.action.BOOT_COMPLETED" -> BOOT
            "android.intent.action.MY_PACKAGE_REPLACED" -> UPDATED
            else -> null
        }
    }
}
