let howlChecks = [
    Check("the siren is a WAVE file whose lengths are true") {
        let file = [UInt8](Howl.wave())
        func number(_ at: Int) -> Int { (0..<4).reduce(0) { $0 | Int(file[at + $1]) << (8 * $1) } }
        try equal(String(decoding: file[0..<4], as: UTF8.self), "RIFF")
        try equal(String(decoding: file[8..<16], as: UTF8.self), "WAVEfmt ")
        try equal(number(4), file.count - 8)
        try equal(number(24), Howl.samplesPerSecond)
        try equal(number(40), file.count - 44)
        try equal(file.count, 44 + 2 * Howl.samplesPerSecond)
    },
    Check("its end meets its beginning, or each second would click") {
        let sound = Howl.samples().map(Double.init)
        // Where the next wave would begin, a step from the last sample.
        let step = abs(sound[0] - sound[sound.count - 1])
        let steps = zip(sound, sound.dropFirst()).map { abs($0 - $1) }
        try holds(step <= steps.max() ?? 0, "a jump of \(step)")
        try holds(abs(sound[sound.count - 1]) < 1_000, "the last sample is \(sound[sound.count - 1])")
    },
    Check("it is loud") {
        let sound = Howl.samples()
        try equal(sound.max(), 32_000)
        let cut = sound.filter { abs(Int($0)) == 32_000 }.count
        try holds(cut > sound.count / 2, "only \(cut) of \(sound.count) at the top")
    },
]
