import Foundation

/// The sound of the siren: one second that goes up and down between 1.5 and 3.3 kHz, where ears and small loudspeakers are
/// best, and that can be repeated without a click.
enum Howl {
    static let samplesPerSecond = 22_050
    private static let lowHz = 1_500.0
    private static let highHz = 3_300.0

    /// A WAVE file: 16 bits, one channel.
    static func wave() -> Data {
        let sound = samples()
        let bytes = UInt32(sound.count * 2)
        var file = Data()
        func text(_ word: String) { file.append(contentsOf: word.utf8) }
        func number<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: value.littleEndian) { file.append(contentsOf: $0) }
        }
        text("RIFF"); number(36 + bytes); text("WAVE")
        text("fmt "); number(UInt32(16)); number(UInt16(1)); number(UInt16(1))
        number(UInt32(samplesPerSecond)); number(UInt32(samplesPerSecond * 2)); number(UInt16(2)); number(UInt16(16))
        text("data"); number(bytes)
        for sample in sound { number(sample) }
        return file
    }

    /// On average 2400 Hz: whole waves in a second, so the end meets the beginning.
    static func samples() -> [Int16] {
        var turns = 0.0
        return (0..<samplesPerSecond).map { at in
            let swing = 1 - abs(2 * Double(at) / Double(samplesPerSecond) - 1)
            turns += (lowHz + (highHz - lowHz) * swing) / Double(samplesPerSecond)
            // Cut at the top: louder for the same peak.
            let level = max(-1, min(1, 2 * sin(2 * .pi * turns)))
            return Int16(level * 32_000)
        }
    }
}
