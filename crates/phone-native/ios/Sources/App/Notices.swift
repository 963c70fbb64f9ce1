import UserNotifications

/// Notifications without a sound, whose words say nothing of the purpose. Asked for provisionally: no question appears, and
/// the system shows them in its list, not on top of the screen.
@MainActor
enum Notices {
    private static let late = "late"
    private static let waits = "waits"
    /// As the core counts it.
    private static let lateAfterS = 90.0
    private static var shown: Set<String> = []

    /// An alarm was raised now. Unless a receipt comes first the system says so in time, whether we run then or not: it may
    /// have stopped us long before.
    static func awaitReceipt() { show(late, "notice_late", afterS: lateAfterS) }

    /// Nothing is to be received any more, and the notice goes.
    static func received() { take(late) }

    /// Nothing was received 90 s after the tap.
    static func notDelivered() { show(late, "notice_late") }

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

    /// Once, until it is taken away; at once, or when so many seconds are over.
    private static func show(_ name: String, _ words: String, afterS: Double? = nil) {
        guard shown.insert(name).inserted else { return }
        Task {
            guard await ask() else { return }
            let content = UNMutableNotificationContent()
            content.body = NSLocalizedString(words, comment: "")
            // It may have been taken away meanwhile.
            guard shown.contains(name) else { return }
            let trigger = afterS.map { UNTimeIntervalNotificationTrigger(timeInterval: $0, repeats: false) }
            try? await UNUserNotificationCenter.current().add(
                UNNotificationRequest(identifier: name, content: content, trigger: trigger)
            )
        }
    }

    private static func take(_ name: String) {
        // Also one of a process before this one.
        shown.remove(name)
        UNUserNotificationCenter.current().removePendingNotificationRequests(withIdentifiers: [name])
        UNUserNotificationCenter.current().removeDeliveredNotifications(withIdentifiers: [name])
    }
}
