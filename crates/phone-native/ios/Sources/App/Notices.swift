import UserNotifications

/// Notifications without a sound, whose words say nothing of the purpose. Asked for provisionally: no question appears, and
/// the system shows them in its list, not on top of the screen.
@MainActor
enum Notices {
    private static let late = "late"
    private static let waits = "waits"
    private static var shown: Set<String> = []

    /// Nothing was received 90 s after the tap; or it was, and the notice goes.
    static func notDelivered(_ isSo: Bool) {
        if isSo { show(late, "notice_late") } else { take(late) }
    }

    /// A text waits for her touch, and the app is out of sight.
    static func textWaits(_ isSo: Bool) {
        if isSo { show(waits, "notice_waits") } else { take(waits) }
    }

    /// Whether the system shows them.
    static func leave() async -> UNAuthorizationStatus {
        await UNUserNotificationCenter.current().notificationSettings().authorizationStatus
    }

    /// She sees no question.
    @discardableResult
    static func ask() async -> Bool {
        (try? await UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .provisional])) ?? false
    }

    /// Once, until it is taken away.
    private static func show(_ name: String, _ words: String) {
        guard shown.insert(name).inserted else { return }
        Task {
            guard await ask() else { return }
            let content = UNMutableNotificationContent()
            content.body = NSLocalizedString(words, comment: "")
            // It may have been taken away meanwhile.
            guard shown.contains(name) else { return }
            try? await UNUserNotificationCenter.current().add(
                UNNotificationRequest(identifier: name, content: content, trigger: nil)
            )
        }
    }

    private static func take(_ name: String) {
        guard shown.remove(name) != nil else { return }
        UNUserNotificationCenter.current().removeDeliveredNotifications(withIdentifiers: [name])
    }
}
