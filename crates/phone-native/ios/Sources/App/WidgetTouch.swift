/// The widget was touched; we are in the app's process, perhaps started for this.
@MainActor
enum WidgetTouch {
    private static var taps = TwoTaps()
    private static var begunMs: Int64 = 0

    /// At the start of the process.
    static func begin() {
        begunMs = TwoTaps.nowMs()
        Touch.hear = { touched() }
    }

    private static func touched() {
        let nowMs = TwoTaps.nowMs()
        switch taps.tap(nowMs: nowMs, processAgeMs: nowMs - begunMs) {
        case .bounced: break
        case .armed: Face.again.show()
        case .pulled: (Pull.now(.widget) ? Face.saved : Face.notSaved).show()
        }
    }
}
