import Foundation
import WidgetKit

/// What the widget says. The app writes it, the widget reads it, both in the app group's defaults.
enum Face: String {
    case calm, again, saved, notSaved

    static let kind = "list"

    /// A key of Localizable.strings.
    var words: String {
        switch self {
        case .calm: "face_calm"
        case .again: "face_again"
        case .saved: "face_saved"
        case .notSaved: "face_not_saved"
        }
    }

    /// Writes it and has the widget drawn.
    func show() {
        Self.defaults?.set(rawValue, forKey: "face")
        Self.defaults?.set(Date().addingTimeInterval(lastsS), forKey: "until")
        WidgetCenter.shared.reloadTimelines(ofKind: Self.kind)
    }

    /// The face of now, and when it is calm again. What cannot be read is calm, which claims nothing.
    static func now() -> (face: Face, until: Date) {
        let written = defaults?.string(forKey: "face").flatMap(Face.init(rawValue:)) ?? .calm
        let until = defaults?.object(forKey: "until") as? Date ?? .distantPast
        return until > Date() ? (written, until) : (.calm, .distantFuture)
    }

    /// "Again" lasts as long as the first touch counts.
    private var lastsS: TimeInterval {
        switch self {
        case .calm: 0
        case .again: 3
        case .saved, .notSaved: 10
        }
    }

    private static var defaults: UserDefaults? {
        (Bundle.main.object(forInfoDictionaryKey: "AppGroup") as? String).flatMap(UserDefaults.init(suiteName:))
    }
}
