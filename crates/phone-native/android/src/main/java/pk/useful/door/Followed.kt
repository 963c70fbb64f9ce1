package pk.useful.door

/** Hears from one look to the next that an alert is to be stood by which was not before. The core calls nobody; it is asked. */
class Followed {
    private var alert: String? = null

    /** A door that does not answer brings no news, and takes none back. */
    fun isNews(status: Status): Boolean {
        if (status.errorCode != null) return false
        val now = if (status.follow) status.alertId.orEmpty() else null
        val isNews = now != null && now != alert
        alert = now
        return isNews
    }
}
