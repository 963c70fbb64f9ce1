import AVFoundation
import os

/// Records one clip for the alarm that the core names, if she chose that and gave leave. A PIN does not end it early, or the
/// system's orange sign would tell one PIN from the other; the core knows what to do with what was recorded.
///
/// The system's recorder writes a file. It lies in the app's temporary folder, in no backup, and is there until the core has
/// sealed what it holds; what an ended process left behind goes at the next start.
@MainActor
final class Recorder: NSObject {
    static let shared = Recorder()

    private var turns = ClipTurns()
    private var running: Running?

    private struct Running {
        let alert: String
        let recorder: AVAudioRecorder
        let begunAt: Date
        let end: Timer
    }

    private static var file: URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("list").appendingPathExtension("m4a")
    }

    /// Once, when the process begins.
    func begin() {
        Self.wipe()
        _ = NotificationCenter.default.addObserver(
            forName: AVAudioSession.interruptionNotification, object: nil, queue: .main
        ) { news in
            let kind = (news.userInfo?[AVAudioSessionInterruptionTypeKey] as? UInt).flatMap(AVAudioSession.InterruptionType.init)
            MainActor.assumeIsolated {
                // A call takes the microphone: what was heard until then is the clip. It is not waited for, the call may be long.
                if kind == .began { Recorder.shared.finish() }
            }
        }
    }

    /// The alarm for which the core wants a clip now; nil when it wants none.
    func obey(_ wanted: String?) {
        guard running == nil, Self.leave == .granted, let alert = turns.next(wanted) else { return }
        do {
            try Session.begin(.recording)
            running = try start(for: alert)
        } catch {
            // In use by a call, no space, or from a locked phone: the alarm goes its way without.
            Session.end(.recording)
            Self.wipe()
            Logger().warning("nothing is recorded: \(error.localizedDescription, privacy: .public)")
        }
    }

    func cameForward() { turns.cameForward() }

    private func start(for alert: String) throws -> Running {
        let recorder = try AVAudioRecorder(url: Self.file, settings: [
            AVFormatIDKey: kAudioFormatMPEG4AAC, AVNumberOfChannelsKey: 1,
            AVSampleRateKey: Clip.samplesPerSecond, AVEncoderBitRateKey: Clip.bitsPerSecond,
        ])
        guard recorder.record() else { throw Refused() }
        let end = Timer.scheduledTimer(withTimeInterval: Clip.lengthS, repeats: false) { _ in
            MainActor.assumeIsolated { Recorder.shared.finish() }
        }
        return Running(alert: alert, recorder: recorder, begunAt: Date(), end: end)
    }

    /// Hands over what was recorded. Again is nothing.
    private func finish() {
        guard let done = running else { return }
        running = nil
        done.end.invalidate()
        done.recorder.stop()
        Session.end(.recording)
        defer { Self.wipe() }
        guard var sound = try? Data(contentsOf: Self.file), Clip.isWhole(sound) else {
            return Logger().warning("nothing was recorded")
        }
        try? Door.clip(alertId: done.alert, sound, recordedAt: done.begunAt)
        sound.resetBytes(in: sound.startIndex..<sound.endIndex)
    }

    private static func wipe() { try? FileManager.default.removeItem(at: file) }

    private struct Refused: LocalizedError {
        var errorDescription: String? { "the system's recorder does not begin" }
    }
}

extension Recorder {
    static var hasMicrophone: Bool { AVAudioSession.sharedInstance().isInputAvailable }

    static var leave: AVAudioApplication.recordPermission { AVAudioApplication.shared.recordPermission }

    /// The question, which the system shows once. `false`: it was answered before.
    static func ask() async -> Bool {
        guard leave == .undetermined else { return false }
        _ = await AVAudioApplication.requestRecordPermission()
        return true
    }
}
