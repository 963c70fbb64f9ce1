import AVFoundation

/// The one audio session of the process. The siren and the recording share it: neither may end the other.
@MainActor
enum Session {
    enum Use { case siren, recording }

    private static var uses: Set<Use> = []

    static func begin(_ use: Use) throws {
        uses.insert(use)
        try set()
        let session = AVAudioSession.sharedInstance()
        try session.setActive(true)
        // Her hand is to feel the knock of a second alarm too.
        if uses.contains(.recording) { try session.setAllowHapticsAndSystemSoundsDuringRecording(true) }
    }

    static func end(_ use: Use) {
        guard uses.remove(use) != nil else { return }
        if uses.isEmpty {
            try? AVAudioSession.sharedInstance().setActive(false, options: .notifyOthersOnDeactivation)
        } else {
            try? set()
        }
    }

    private static func set() throws {
        try AVAudioSession.sharedInstance().setCategory(category(of: uses), mode: .default, options: options(of: uses))
    }

    /// With both of these a siren sounds although the silent switch is on.
    nonisolated static func category(of uses: Set<Use>) -> AVAudioSession.Category {
        uses.contains(.recording) ? .playAndRecord : .playback
    }

    /// What mixes with others may also begin out of sight. A recording alone changes nothing that can be heard: music goes on, and
    /// where it was heard. A siren makes it lower.
    nonisolated static func options(of uses: Set<Use>) -> AVAudioSession.CategoryOptions {
        var options: AVAudioSession.CategoryOptions = uses.contains(.siren) ? [.duckOthers] : [.mixWithOthers]
        if uses.contains(.recording) { options.formUnion([.defaultToSpeaker, .allowBluetoothA2DP]) }
        return options
    }
}
