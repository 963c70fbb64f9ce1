import UIKit

/// Stands by a live alert: tells places and the battery, which also keeps the process alive. It asks the core whether it is
/// needed, and never ends at a PIN: the core says the same after either one.
@MainActor
final class Stand {
    static let shared = Stand()

    private static let lookEveryS = 30.0
    private let places = Places()
    private var beat: Timer?
    private var followed = Followed()

    /// The process began, or the system gave us time.
    func woken(_ reason: Reason) {
        _ = try? Door.open()
        if let status = try? Door.wake(reason) { act(on: status) }
    }

    /// A door that does not answer is no reason to leave her alone: then all stays as it is.
    func lookRound() {
        if let status = try? Door.status() { act(on: status) }
    }

    func tellLastKnown() { places.tellLastKnown() }

    /// What the page's own look heard: an alarm that she raised there begins here too, before she puts the phone away.
    func heard(_ status: Status) {
        let isNews = followed.isNews(status)
        if isNews, let alert = status.alert, alert.isAwaited, !alert.notDelivered { Notices.awaitReceipt() }
        if isNews || status.follow != (beat != nil) { act(on: status) }
    }

    /// She has the app before her.
    func cameForward() {
        Recorder.shared.cameForward()
        lookRound()
        // No question in mid-alert.
        if beat == nil { places.askForMore() }
    }

    /// Asks her for the place, if the system still shows that question.
    func asksForPlace() -> Bool { places.ask() }

    private func act(on status: Status) {
        if status.alert?.notDelivered == true { Notices.notDelivered() }
        // None on the screen: what is there no longer waits for nothing.
        if status.alert?.isAwaited != true { Notices.received() }
        if status.follow { stand() } else { leave() }
        Recorder.shared.obey(status.record)
    }

    private func stand() {
        // Again at each look: leave may have been given, or the service for places switched on.
        places.begin()
        tellBattery()
        guard beat == nil else { return }
        beat = Timer.scheduledTimer(withTimeInterval: Self.lookEveryS, repeats: true) { _ in
            MainActor.assumeIsolated { Stand.shared.lookRound() }
        }
    }

    private func leave() {
        beat?.invalidate()
        beat = nil
        places.end()
    }

    private func tellBattery() {
        let device = UIDevice.current
        device.isBatteryMonitoringEnabled = true
        // -1 when the system does not know; so much the door understands.
        let percent = device.batteryLevel < 0 ? -1 : Int32((device.batteryLevel * 100).rounded())
        let isCharging = device.batteryState == .charging || device.batteryState == .full
        try? Door.battery(percent: percent, charging: isCharging)
    }
}
