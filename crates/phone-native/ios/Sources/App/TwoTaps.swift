import Darwin

/// A widget knows taps and no holds. One tap only arms; the second within `withinMs` raises. Two that come faster than a
/// finger can are one: a bouncing screen, a pocket. But while the process is young the system hands over together what it held
/// back, and how fast her finger was nobody knows: then two are two.
struct TwoTaps {
    enum Tap { case armed, bounced, pulled }

    static let withinMs: Int64 = 3_000
    static let bounceMs: Int64 = 120
    static let youngMs: Int64 = 5_000

    private var armedAtMs: Int64?

    /// `nowMs` counts since the start of the phone, `processAgeMs` since that of our process.
    mutating func tap(nowMs: Int64, processAgeMs: Int64) -> Tap {
        guard let armedAt = armedAtMs, nowMs >= armedAt, nowMs - armedAt <= Self.withinMs else {
            armedAtMs = nowMs
            return .armed
        }
        if nowMs - armedAt < Self.bounceMs, processAgeMs > Self.youngMs { return .bounced }
        armedAtMs = nil
        return .pulled
    }

    /// Counts sleep.
    static func nowMs() -> Int64 { Int64(clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW) / 1_000_000) }
}
