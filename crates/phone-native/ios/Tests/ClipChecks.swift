import AVFoundation

private func box(_ name: String, _ content: [UInt8] = [], length: UInt32? = nil) -> Data {
    let length = length ?? UInt32(8 + content.count)
    return Data((0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }) + Data(name.utf8) + Data(content)
}

private let begin = box("ftyp", Array("M4A \0\0\0\0".utf8))
private let sound = box("mdat", [1, 2, 3])
private let table = box("moov", [4])

let clipChecks = [
    Check("a recording that was finished is whole, in either order and at any place in memory") {
        try holds(Clip.isWhole(begin + sound + table), "the table last")
        try holds(Clip.isWhole(begin + table + box("free") + sound), "the table first")
        try holds(Clip.isWhole((Data([9, 9]) + begin + sound + table).dropFirst(2)), "a part of something")
        try holds(Clip.isWhole(begin + table + box("mdat", [1, 2], length: 0)), "a last box to the end")
        try holds(Clip.isWhole(begin + table + box("mdat", [0, 0, 0, 0, 0, 0, 0, 17, 5], length: 1)), "a long length")
    },
    Check("a recording that broke off is none, wherever it did") {
        let whole = begin + sound + table
        for length in 0..<whole.count { try holds(!Clip.isWhole(whole.prefix(length)), "\(length) bytes") }
        try holds(!Clip.isWhole(begin + sound), "no table")
    },
    Check("lengths that no file has are no reason to stumble") {
        for length: UInt32 in [1, 2, 7, .max] { try holds(!Clip.isWhole(begin + sound + box("moov", length: length)), "\(length)") }
        let past: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
        try holds(!Clip.isWhole(begin + sound + box("moov", past, length: 1)), "past all numbers")
        try holds(!Clip.isWhole(begin + sound + box("moov", [0, 0, 0, 0, 0, 0, 0, 0], length: 1)), "a long length of nothing")
    },
    Check("a clip of full length is one that the core takes") {
        try holds(Clip.lengthS * Double(Clip.bitsPerSecond) / 8 < 120_000, "too long")
        try holds((10...30).contains(Clip.lengthS), "not 10 to 30 s")
    },
    Check("an alarm's recording is tried once, and again when she comes back to the app") {
        var turns = ClipTurns()
        try equal(turns.next(nil), nil)
        try equal(turns.next("a"), "a")
        try equal(turns.next("a"), nil)
        turns.cameForward()
        try equal(turns.next("a"), "a")
        try equal(turns.next("b"), "b", "another alarm")
    },
    Check("the siren goes on beside a recording and a recording alone lowers nobody's music") {
        try equal(Session.category(of: [.siren]), .playback)
        try equal(Session.category(of: [.recording]), .playAndRecord)
        try equal(Session.category(of: [.siren, .recording]), .playAndRecord)
        try equal(Session.options(of: [.siren]), [.duckOthers])
        try equal(Session.options(of: [.recording]), [.mixWithOthers, .defaultToSpeaker, .allowBluetoothA2DP])
        try holds(Session.options(of: [.siren, .recording]).contains([.duckOthers, .defaultToSpeaker]), "not loud")
    },
]
