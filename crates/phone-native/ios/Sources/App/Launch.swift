import UIKit

/// What the process does from its first moment. The window's delegate is Tauri's, so the system's news come as notifications.
@MainActor
enum Launch {
    private static let network = NetworkWatch()

    static func begin() {
        WidgetTouch.begin()
        // Before the window, which waits for it: only here is the key for the vault.
        _ = try? Door.open()
        CarryTask.register()
        Recorder.shared.begin()
        hear(UIApplication.didFinishLaunchingNotification) {
            Stand.shared.woken(.service)
            Survey.tell()
            network.begin()
            TextDesk.shared.begin()
        }
        hear(UIApplication.didBecomeActiveNotification) {
            Cover.take()
            Stand.shared.cameForward()
            Wishes.shared.cameForward()
            Survey.tell()
        }
        hear(UIApplication.willResignActiveNotification) {
            Cover.put()
            // She may have been quicker than the last look.
            Stand.shared.lookRound()
            Wishes.shared.wentAway()
        }
        // Unlocked for the first time since the phone was started: now the Keychain gives the key.
        hear(UIApplication.protectedDataDidBecomeAvailableNotification) { _ = try? Door.open() }
        hear(.NSProcessInfoPowerStateDidChange) { Survey.tell() }
        hear(UIApplication.didEnterBackgroundNotification) { carryOn() }
    }

    /// She, or he, put the app away: what is left is carried on.
    private static func carryOn() {
        // A door that does not answer may have something left.
        let pending = (try? Door.status())?.pending
        if pending == 0 { return }
        CarryTask.now()
        CarryTask.soon()
    }

    private static func hear(_ name: Notification.Name, _ act: @escaping @MainActor () -> Void) {
        _ = NotificationCenter.default.addObserver(forName: name, object: nil, queue: .main) { _ in
            MainActor.assumeIsolated(act)
        }
    }
}
