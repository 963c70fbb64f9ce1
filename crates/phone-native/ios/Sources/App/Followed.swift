/// Hears from one look to the next that an alert is to be stood by which was not before. The core calls nobody; it is asked.
struct Followed {
    private var alert: String?

    mutating func isNews(_ status: Status) -> Bool {
        let now = status.follow ? status.alert?.alertId ?? "" : nil
        defer { alert = now }
        return now != nil && now != alert
    }
}
