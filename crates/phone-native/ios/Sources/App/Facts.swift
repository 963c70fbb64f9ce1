import AVFoundation
import UIKit
import UserNotifications

/// How a thing stands on this phone; the words of the door.
struct Fact: Encodable, Equatable {
    enum State: String, Encodable {
        case works
        case repair
        case notHere = "not_here"
    }

    enum Why: String, Encodable {
        case permission, restricted, off
        case noSim = "no_sim"
        case batterySaver = "battery_saver"
        case noSensor = "no_sensor"
        case needsUnlock = "needs_unlock"
    }

    let state: State
    let why: Why?

    init(_ state: State, _ why: Why? = nil) {
        self.state = state
        self.why = why
    }
}

/// All of them. What is missing is not known.
struct Facts: Encodable {
    let texts: Fact
    let notices: Fact?
    let battery: Fact
    let siren: Fact
    let torch: Fact
    let clip: Fact
    let triggers: [String: Fact]

    /// As the door wants it.
    func json() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}

extension Fact {
    /// That she must touch is no fault of the phone; the page says so.
    static func texts(canSend: Bool) -> Fact { canSend ? Fact(.works) : Fact(.repair, .noSim) }

    /// Without a question before the first notice is due: then nobody knows.
    static func notices(_ leave: UNAuthorizationStatus) -> Fact? {
        switch leave {
        case .authorized, .provisional, .ephemeral: Fact(.works)
        case .denied: Fact(.repair, .permission)
        case .notDetermined: nil
        @unknown default: nil
        }
    }

    /// Low power mode switches the refresh off as well, so it is looked at first.
    static func battery(isLowPower: Bool, refresh: UIBackgroundRefreshStatus) -> Fact {
        if isLowPower { return Fact(.repair, .batterySaver) }
        switch refresh {
        case .available: return Fact(.works)
        case .denied: return Fact(.repair, .off)
        // By whoever administers the phone: she cannot change it.
        case .restricted: return Fact(.notHere, .restricted)
        @unknown default: return Fact(.repair, .restricted)
        }
    }

    /// A microphone, and her leave.
    static func clip(hasMicrophone: Bool, leave: AVAudioApplication.recordPermission) -> Fact {
        if !hasMicrophone { return Fact(.notHere, .noSensor) }
        switch leave {
        case .granted: return Fact(.works)
        case .denied, .undetermined: return Fact(.repair, .permission)
        @unknown default: return Fact(.repair, .permission)
        }
    }

    static func torch(isThere: Bool) -> Fact { isThere ? Fact(.works) : Fact(.notHere, .noSensor) }

    /// A widget that lies on no screen does nothing. On a locked phone its touch waits for the unlock.
    static func widget(isPlaced: Bool) -> Fact { isPlaced ? Fact(.works, .needsUnlock) : Fact(.repair, .off) }

    /// Whether the phone has an Action button, by the name of its model ("iPhone16,1" is the first that has one). What it is set to
    /// no app can see: only a drill proves it.
    static func actionButton(model: String) -> Fact? {
        guard model.hasPrefix("iPhone"), let generation = Int(model.dropFirst(6).prefix { $0 != "," }) else { return nil }
        return generation < 16 ? Fact(.notHere, .noSensor) : Fact(.works)
    }
}
