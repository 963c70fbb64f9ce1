let tapChecks = [
    Check("one touch only arms and a second within three seconds raises") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 1_000), .armed)
        try equal(taps.tap(nowMs: 3_500), .pulled)
        try equal(taps.tap(nowMs: 3_900), .armed, "a third begins anew")
    },
    Check("a touch that comes too late arms again") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 1_000), .armed)
        try equal(taps.tap(nowMs: 4_001), .armed)
        try equal(taps.tap(nowMs: 5_000), .pulled)
    },
    Check("a bouncing screen is one touch") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 1_000), .armed)
        try equal(taps.tap(nowMs: 1_050), .bounced)
        try equal(taps.tap(nowMs: 1_400), .pulled)
    },
    Check("a clock that went back arms again") {
        var taps = TwoTaps()
        try equal(taps.tap(nowMs: 9_000), .armed)
        try equal(taps.tap(nowMs: 8_000), .armed)
    },
]
