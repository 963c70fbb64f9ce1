import AppIntents

/// Where a touch on the widget goes. The app puts its own way in; in the widget's process there is no core, and a touch that
/// ends there says that nothing was saved.
@MainActor
enum Touch {
    static var hear: @MainActor () -> Void = { Face.notSaved.show() }
}

/// A touch on the widget. A LiveActivityIntent, because the system runs those in the app's process, where the core is; an
/// ordinary one it runs in the widget's when the app sleeps.
struct TouchIntent: LiveActivityIntent {
    static let title: LocalizedStringResource = "intent_update"
    static let isDiscoverable = false
    static let authenticationPolicy: IntentAuthenticationPolicy = .alwaysAllowed

    @MainActor
    func perform() async throws -> some IntentResult {
        Touch.hear()
        return .result()
    }
}
