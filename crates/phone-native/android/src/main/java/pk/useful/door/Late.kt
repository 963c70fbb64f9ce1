package pk.useful.door

/** Whether she must be told that nothing was received yet. She may have the phone in a pocket, and the page is not before her. */
class Late {
    /** So it stands in the notification. */
    var isSo = false
        private set

    /** Answers whether what is told of it has to change. A door that does not answer changes nothing. */
    fun turns(status: Status): Boolean {
        if (status.errorCode != null) return false
        val now = status.follow && status.notDelivered
        return (now != isSo).also { isSo = now }
    }
}
