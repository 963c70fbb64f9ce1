private let old: Int64 = 3_600_000

let tapChecks = [
    Check("one touch only arms and a second within three seconds raises") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 1_000, processAgeMs: old), .armed)
        try equal(taps.tap(nowMs: 3_500, processAgeMs: old), .pulled)
        try equal(taps.tap(nowMs: 3_900, processAgeMs: old), .armed, "a third begins anew")
    },
    Check("a touch that comes too late arms again") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 1_000, processAgeMs: old), .armed)
        try equal(taps.tap(nowMs: 4_001, processAgeMs: old), .armed)
        try equal(taps.tap(nowMs: 5_000, processAgeMs: old), .pulled)
    },
    Check("a bouncing screen is one touch") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 1_000, processAgeMs: old), .armed)
        try equal(taps.tap(nowMs: 1_050, processAgeMs: old), .bounced)
        try equal(taps.tap(nowMs: 1_400, processAgeMs: old), .pulled)
    },
    Check("two touches that the system held back while our process began are two") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 1_000, processAgeMs: 400), .armed)
        try equal(taps.tap(nowMs: 1_003, processAgeMs: 403), .pulled)
        try equal(taps.tap(nowMs: 1_005, processAgeMs: 405), .armed, "a third begins anew")
    },
    Check("a clock that went back arms again") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 9_000, processAgeMs: old), .armed)
        try equal(taps.tap(nowMs: 8_000, processAgeMs: old), .armed)
    },
]
