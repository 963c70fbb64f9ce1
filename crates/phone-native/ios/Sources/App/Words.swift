/// What she set it off with; the words of the door.
enum Trigger: String {
    case appIntent = "siri"
    case widget
}

/// Why the system woke us; the words of the door.
enum Reason: String {
    /// The process began, perhaps after it was killed.
    case service
    /// A scheduled task.
    case job
}

/// What became of a text, or whether one could go; the words of the door.
enum TextResult: String {
    case ok
    case notAllowed = "not_allowed"
    case noCard = "no_card"
    case refused
}
