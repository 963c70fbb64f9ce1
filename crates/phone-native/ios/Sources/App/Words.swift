/// What she set it off with; the words of the door.
enum Trigger: String, CaseIterable {
    case siri
    case widget
    case actionButton = "action_button"
}

/// Why the system woke us; the words of the door.
enum Reason: String, CaseIterable {
    /// The process began, perhaps after it was killed.
    case service
    /// A scheduled task.
    case job
}

/// What became of a text, or whether one could go; the words of the door.
enum TextResult: String, CaseIterable {
    case ok
    case notAllowed = "not_allowed"
    case needsTouch = "needs_touch"
    case noCard = "no_card"
    case refused
}
