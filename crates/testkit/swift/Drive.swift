import AVFoundation
import CoreLocation
import HifazatDoor

/// Lets the app's own Swift do what the system would have it do. Apple's frameworks are stubs that answer nothing; the door and
/// the core behind it are real. What came of it is told as JSON.
@main
@MainActor
enum Drive {
    static func main() async throws {
        let told: [String: Any]
        switch CommandLine.arguments.last {
        case "alarm": told = try alarm()
        case "practice": told = try await practice()
        case "gate": told = try await gate()
        case "clip": told = try clip()
        case "no clip": told = try noClip()
        default: told = try await words()
        }
        print(String(decoding: try JSONSerialization.data(withJSONObject: told), as: UTF8.self))
    }

    /// The widget's second touch, then a place.
    private static func alarm() throws -> [String: Any] {
        let isSaved = Pull.now(.widget)
        try Door.fixArrived(reading(speed: 1.5))
        let status = try Door.status()
        return [
            "saved": isSaved, "alert_id": status.alert?.alertId ?? "", "follow": status.follow,
            "settled": try Door.finish(patienceMs: 60_000),
        ]
    }

    /// She tries Siri on the page and pulls it; then she runs the drill of the Shortcuts app.
    private static func practice() async throws -> [String: Any] {
        try Door.open()
        try touch(["command": "practise", "trigger": "siri"])
        let asked = try Door.status().practise
        let isSaved = Pull.now(.siri)
        let first = try status()
        _ = try await TrialIntent().perform()
        return [
            "asked": asked ?? NSNull(), "saved": isSaved, "first": first, "second": try status(),
            "settled": try Door.finish(patienceMs: 60_000),
        ]
    }

    /// What Swift finds out about this telephone, and repairs that she asks for on the page.
    private static func gate() async throws -> [String: Any] {
        try Door.open()
        let before = try status()
        try Door.facts(await Survey.facts().json())
        let told = try status()
        var repaired: [String: Any] = [:]
        for what in ["battery", "notices", "key", "clip", "widget"] {
            try touch(["command": "repair", "what": what])
            let asked = try Door.status().repair
            // As the page's look does while she has the app before her.
            Repair.obey(asked)
            repaired[what] = ["asked": asked ?? NSNull(), "left": try Door.status().repair ?? NSNull()] as [String: Any]
            Repair.obey(nil)
        }
        try? Door.facts(#"{"battery":{"state":"works"},"luck":{"state":"works"}}"#)
        return ["before": before, "told": told, "repaired": repaired, "after": try status()]
    }

    /// A call comes in while an alarm's recording is made.
    private static func clip() throws -> [String: Any] {
        Pretence.microphone = file(isWhole: true)
        Recorder.shared.begin()
        let isSaved = Pull.now(.widget)
        let wanted = try Door.status().record
        interrupt()
        let status = try Door.status()
        return [
            "saved": isSaved, "alert_id": status.alert?.alertId ?? "", "wanted": wanted ?? NSNull(), "left": status.record ?? NSNull(),
            "files": temporary(), "settled": try Door.finish(patienceMs: 60_000),
        ]
    }

    /// An alarm without leave for the microphone, then one whose recording breaks off.
    private static func noClip() throws -> [String: Any] {
        Recorder.shared.begin()
        let isSaved = Pull.now(.widget)
        let status = try Door.status()
        Pretence.microphone = file(isWhole: false)
        Stand.shared.cameForward()
        interrupt()
        return [
            "saved": isSaved, "alert_id": status.alert?.alertId ?? "", "refused": status.record ?? NSNull(),
            "broken": try Door.status().record ?? NSNull(), "files": temporary(), "settled": try Door.finish(patienceMs: 60_000),
        ]
    }

    /// Every word that Swift has is one that the door knows, and every answer is read.
    private static func words() async throws -> [String: Any] {
        try Door.open()
        let drills = try Trigger.allCases.map { try Door.drill($0).durable }
        let pending = try Reason.allCases.map { try Door.wake($0).pending }
        let taken = try TextResult.allCases.map { result in
            try Door.textsReady(result)
            return try Door.textResult(id: 1, result)
        }
        try Door.facts(await Survey.facts().json())
        for check in ["place", "texts", "notices", "battery", "key", "clip"] { try Door.repairBegun(check) }
        try Door.networkChanged()
        try Door.placeAllowed(false)
        try Door.battery(percent: -1, charging: false)
        try Door.fixArrived(reading(speed: -1))
        return [
            "drills": drills, "pending": pending, "taken": taken, "text": try Door.nextText(patienceMs: 0)?.text ?? NSNull(),
            "settled": try Door.finish(patienceMs: 0),
        ]
    }

    /// All that the core tells, of which Swift reads a part.
    private static func status() throws -> Any {
        guard let told = hifazat_status() else { throw DoorError.unreadable }
        defer { hifazat_free(told) }
        return try JSONSerialization.jsonObject(with: Data(bytes: told, count: strlen(told)))
    }

    /// She touches something on the page.
    private static func touch(_ command: [String: String]) throws {
        let json = String(decoding: try JSONEncoder().encode(command), as: UTF8.self)
        if !drive_touch(json) { throw DoorError.unreadable }
    }

    private static func interrupt() {
        let news: [AnyHashable: Any] = [AVAudioSessionInterruptionTypeKey: AVAudioSession.InterruptionType.began.rawValue]
        NotificationCenter.default.post(name: AVAudioSession.interruptionNotification, object: nil, userInfo: news)
    }

    /// What the system's recorder leaves behind: a table of samples stands at the end of one that was finished.
    private static func file(isWhole: Bool) -> Data {
        func box(_ name: String, _ content: [UInt8]) -> Data {
            let length = UInt32(8 + content.count)
            return withUnsafeBytes(of: length.bigEndian) { Data($0) } + Data(name.utf8) + Data(content)
        }
        let sound = box("ftyp", Array("M4A \0\0\0\0".utf8)) + box("mdat", (0..<20_000).map { UInt8(truncatingIfNeeded: $0) })
        return isWhole ? sound + box("moov", [4]) : sound
    }

    /// What lies where the recorder writes.
    private static func temporary() -> [String] {
        let folder = FileManager.default.temporaryDirectory.path
        return (try? FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix("m4a") }) ?? []
    }

    private static func reading(speed: Double) -> Reading {
        Reading(CLLocation(
            coordinate: CLLocationCoordinate2D(latitude: 31.5104, longitude: 74.3441), altitude: 0, horizontalAccuracy: 12,
            verticalAccuracy: -1, course: -1, courseAccuracy: -1, speed: speed, speedAccuracy: -1, timestamp: Date(),
            sourceInfo: CLLocationSourceInformation(softwareSimulationState: false, andExternalAccessoryState: false)
        ))
    }
}

/// Only the host's build of the library has it.
@_silgen_name("drive_touch")
private func drive_touch(_ command: UnsafePointer<CChar>) -> Bool
