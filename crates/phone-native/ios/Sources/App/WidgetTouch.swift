/// The widget was touched; we are in the app's process, perhaps started for this.
@MainActor
enum WidgetTouch {
    private static var taps = TwoTaps()

    static func touched() {
        switch taps.tap(nowMs: TwoTaps.nowMs()) {
        case .bounced: break
        case .armed: Face.again.show()
        case .pulled: (Pull.now(.widget) ? Face.saved : Face.notSaved).show()
        }
    }
}
