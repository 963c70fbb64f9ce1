import Foundation
import HifazatDoor

/// The door into the phone's core, with types. One process has one core, whoever opens it first: an intent, a wake-up, the
/// window. Any thread may call; only `finish` and `nextText` wait. PINs and the end of a drill are the page's alone.
enum Door {
    /// With the Keychain's key, or without while that gives none; then it may be called again.
    @discardableResult
    static func open() throws -> Status {
        let folder = Folder.prepared().path
        guard case .key(var key) = Keychain.key() else { return try read(hifazat_open(folder, nil, 0)) }
        defer { key.resetBytes(in: 0..<key.count) }
        return try read(key.withUnsafeBytes { hifazat_open(folder, $0.bindMemory(to: UInt8.self).baseAddress, $0.count) })
    }

    /// Durable when its answer says so; waits for nothing but the disk.
    static func raise(_ trigger: Trigger) throws -> Raised { try read(hifazat_raise(trigger.rawValue)) }

    static func drill(_ trigger: Trigger) throws -> Raised { try read(hifazat_drill(trigger.rawValue)) }

    static func status() throws -> Status { try read(hifazat_status()) }

    static func wake(_ reason: Reason) throws -> Status { try read(hifazat_wake(reason.rawValue)) }

    static func networkChanged() throws { try done(hifazat_network_changed()) }

    /// Is nothing left to carry? Not on the main thread.
    static func finish(patienceMs: Int64) throws -> Bool {
        let answer: Settled = try read(hifazat_finish(patienceMs))
        return answer.settled
    }

    static func fixArrived(_ reading: Reading) throws {
        try done(hifazat_fix_arrived(
            reading.latitudeDeg, reading.longitudeDeg, reading.accuracyM, reading.speedMps, reading.headingDeg,
            reading.atMs, "", reading.mock
        ))
    }

    /// A clip was recorded for an alert. It is sealed when this returns.
    static func clip(alertId: String, _ sound: Data, recordedAt: Date) throws {
        let atMs = Int64(recordedAt.timeIntervalSince1970 * 1000)
        try done(sound.withUnsafeBytes { bytes in
            hifazat_clip(alertId, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, atMs, Clip.mediaType)
        })
    }

    static func placeAllowed(_ allowed: Bool) throws { try done(hifazat_place_allowed(allowed)) }

    /// `percent` below zero: not known.
    static func battery(percent: Int32, charging: Bool) throws { try done(hifazat_battery(percent, charging)) }

    /// What the telephone can do and what is in the way, as JSON; see the header.
    static func facts(_ json: String) throws { try done(hifazat_facts(json)) }

    /// The system's screen for what is to be repaired was opened.
    static func repairBegun(_ repair: String) throws { try done(hifazat_repair_begun(repair)) }

    static func textsReady(_ result: TextResult) throws { try done(hifazat_texts_ready(result.rawValue)) }

    /// Waits for a text that is to go; nil when patience ended first. Not on the main thread.
    static func nextText(patienceMs: Int64) throws -> OutgoingText? {
        let answer: NextText = try read(hifazat_next_text(patienceMs))
        return answer.text
    }

    /// `false`: the core waits for this one no longer.
    static func textResult(id: Int64, _ result: TextResult) throws -> Bool {
        let answer: Taken = try read(hifazat_text_result(id, result.rawValue))
        return answer.taken
    }

    /// Runs a call that waits on a thread that may.
    static func waiting<T: Sendable>(_ call: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { heard in
            DispatchQueue.global().async { heard.resume(returning: call()) }
        }
    }

    private static func done(_ told: UnsafeMutablePointer<CChar>?) throws {
        let _: Done = try read(told)
    }

    /// Reads an answer and gives it back to the core, whatever it says.
    private static func read<T: Decodable>(_ told: UnsafeMutablePointer<CChar>?) throws -> T {
        guard let told else { throw DoorError.unreadable }
        defer { hifazat_free(told) }
        return try Answers.read(Data(bytes: told, count: strlen(told)))
    }
}
