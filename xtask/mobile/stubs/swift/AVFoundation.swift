import Foundation

public final class AVAudioSession: NSObject, @unchecked Sendable {
    public struct Category: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let playback = Category(rawValue: "AVAudioSessionCategoryPlayback")
        public static let playAndRecord = Category(rawValue: "AVAudioSessionCategoryPlayAndRecord")
    }

    public struct Mode: Sendable { public static let `default` = Mode() }
    public enum InterruptionType: UInt, Sendable { case ended = 0, began = 1 }

    public struct CategoryOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let mixWithOthers = CategoryOptions(rawValue: 1)
        public static let duckOthers = CategoryOptions(rawValue: 2)
        public static let defaultToSpeaker = CategoryOptions(rawValue: 8)
        public static let allowBluetoothA2DP = CategoryOptions(rawValue: 0x20)
    }

    public struct SetActiveOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let notifyOthersOnDeactivation = SetActiveOptions(rawValue: 1)
    }

    public static let interruptionNotification = NSNotification.Name("AVAudioSessionInterruptionNotification")
    public class func sharedInstance() -> AVAudioSession { AVAudioSession() }
    public var isInputAvailable: Bool { true }
    public func setAllowHapticsAndSystemSoundsDuringRecording(_ inValue: Bool) throws {}
    public func setCategory(_ category: Category, mode: Mode, options: CategoryOptions = []) throws {}
    public func setActive(_ active: Bool, options: SetActiveOptions = []) throws {}
}

public final class AVAudioPlayer: NSObject {
    public init(data: Data) throws {}
    public var numberOfLoops = 0
    public var volume: Float = 1
    public var isPlaying: Bool { false }
    @discardableResult public func play() -> Bool { false }
    public func stop() {}
}

public let AVAudioSessionInterruptionTypeKey = "AVAudioSessionInterruptionTypeKey"

public final class AVAudioApplication: NSObject, @unchecked Sendable {
    public enum recordPermission: Int, Sendable { case undetermined, denied, granted }

    public class var shared: AVAudioApplication { AVAudioApplication() }
    public var recordPermission: recordPermission { Pretence.microphone == nil ? .undetermined : .granted }
    public class func requestRecordPermission() async -> Bool { Pretence.microphone != nil }
}

public let AVFormatIDKey = "AVFormatIDKey"
public let AVSampleRateKey = "AVSampleRateKey"
public let AVNumberOfChannelsKey = "AVNumberOfChannelsKey"
public let AVEncoderBitRateKey = "AVEncoderBitRateKey"
/// CoreAudio's, which AVFoundation brings along.
public let kAudioFormatMPEG4AAC: UInt32 = 0x6161_6320

public final class AVAudioRecorder: NSObject {
    private let url: URL
    public init(url: URL, settings: [String: Any]) throws { self.url = url }
    public func record() -> Bool {
        guard let heard = Pretence.microphone else { return false }
        return (try? heard.write(to: url)) != nil
    }
    public func stop() {}
}

/// Not Apple's. What a story of the journeys lets the microphone hear, as the file that the recorder leaves behind; nothing: she gave
/// no leave.
public enum Pretence { nonisolated(unsafe) public static var microphone: Data? }

public struct AVMediaType: Sendable { public static let video = AVMediaType() }

public final class AVCaptureDevice: NSObject, @unchecked Sendable {
    public enum TorchMode: Int, Sendable { case off, on, auto }

    public static let maxAvailableTorchLevel: Float = 1
    public class func `default`(for mediaType: AVMediaType) -> AVCaptureDevice? { nil }
    public var hasTorch: Bool { false }
    public var isTorchAvailable: Bool { false }
    public var torchMode: TorchMode = .off
    public func lockForConfiguration() throws {}
    public func unlockForConfiguration() {}
    public func setTorchModeOn(level: Float) throws {}
}
