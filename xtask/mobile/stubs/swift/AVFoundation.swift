import Foundation

public final class AVAudioSession: NSObject, @unchecked Sendable {
    public struct Category: Sendable { public static let playback = Category() }
    public struct Mode: Sendable { public static let `default` = Mode() }

    public struct CategoryOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let duckOthers = CategoryOptions(rawValue: 2)
    }

    public struct SetActiveOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let notifyOthersOnDeactivation = SetActiveOptions(rawValue: 1)
    }

    public class func sharedInstance() -> AVAudioSession { AVAudioSession() }
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
