import Foundation

/// What she asked for on the page, by way of the core: noise, light, a recording, a screen of the system. Looked for while she has the app
/// before her, and for as long as something is loud.
@MainActor
final class Wishes {
    static let shared = Wishes()

    private static let lookEveryS = 0.5
    private var beat: Timer?
    private var isInFront = false

    func cameForward() {
        isInFront = true
        guard beat == nil else { return }
        beat = Timer.scheduledTimer(withTimeInterval: Self.lookEveryS, repeats: true) { _ in
            MainActor.assumeIsolated { Wishes.shared.look() }
        }
    }

    func wentAway() { isInFront = false }

    /// A door that does not answer changes nothing: what howls goes on.
    private func look() {
        guard let status = try? Door.status() else { return }
        let loud = status.loud ?? Status.Loud(siren: false, torch: false)
        Loud.obey(loud)
        Stand.shared.heard(status)
        Recorder.shared.obey(status.record)
        if isInFront { Repair.obey(status.repair) }
        if isInFront || loud.siren || loud.torch { return }
        beat?.invalidate()
        beat = nil
    }
}
