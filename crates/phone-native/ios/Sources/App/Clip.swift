import Foundation

/// What a clip is, decided without the system.
enum Clip {
    /// So long the microphone is on; the page tells her so (`clip_means`).
    static let lengthS = 25.0
    /// Speech, one channel, as on Android: about 78 kB in that time. The core takes no more than 150,000 bytes.
    static let samplesPerSecond = 16_000
    static let bitsPerSecond = 24_000
    static let mediaType = "audio/mp4"

    /// Whether somebody can hear it. A recording that broke off (no space, the recorder died) lacks the table of its samples,
    /// which is written last: then nothing was recorded, and nothing is said to have been.
    static func isWhole(_ file: Data) -> Bool {
        var boxes: Set<String> = []
        var rest = file[...]
        while !rest.isEmpty {
            guard let box = Box(rest), box.length <= rest.count else { return false }
            boxes.insert(box.name)
            rest = rest.dropFirst(box.length)
        }
        return boxes.isSuperset(of: ["ftyp", "mdat", "moov"])
    }

    /// The head of a part of an MP4 file (ISO/IEC 14496-12, 4.2).
    private struct Box {
        let length: Int
        let name: String

        init?(_ bytes: Data) {
            guard bytes.count >= 8 else { return nil }
            let short = Self.number(bytes.prefix(4))
            name = String(decoding: bytes.dropFirst(4).prefix(4), as: UTF8.self)
            switch short {
            // To the end of the file.
            case 0: length = bytes.count
            case 1:
                guard bytes.count >= 16, let long = Int(exactly: Self.number(bytes.dropFirst(8).prefix(8))), long >= 16 else { return nil }
                length = long
            default:
                guard short >= 8, let short = Int(exactly: short) else { return nil }
                length = short
            }
        }

        private static func number(_ bytes: Data) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    }
}

/// Which alarm is to have a clip now. The core asks for as long as it has none; a microphone that was refused is not asked for
/// again at every look, but once more when she has the app before her: from a locked phone iOS refuses what it then allows.
struct ClipTurns {
    private var tried: String?

    /// The alarm for which to begin; nil when there is none, or it was tried.
    mutating func next(_ wanted: String?) -> String? {
        guard let wanted, wanted != tried else { return nil }
        tried = wanted
        return wanted
    }

    mutating func cameForward() { tried = nil }
}
