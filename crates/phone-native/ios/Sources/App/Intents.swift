import AppIntents

// For Siri, the Action button, Back Tap and the Shortcuts app, also on a locked phone. Titles say nothing of the purpose;
// the system shows and speaks them. Here one act is enough: none of them happens in a pocket by itself.

/// Raises an alarm by Siri, or by whatever in the Shortcuts app she ties it to.
struct UpdateIntent: AppIntent {
    static let title: LocalizedStringResource = "intent_update"
    static let authenticationPolicy: IntentAuthenticationPolicy = .alwaysAllowed

    @MainActor
    func perform() async throws -> some IntentResult {
        // Siri says a word of its own after a success, so a failure must be one.
        guard Pull.now(.siri) else { throw NotSaved() }
        return .result()
    }
}

/// The same for the Action button. The system does not say what ran an intent, so the room is told by which of the two it was.
struct ButtonIntent: AppIntent {
    static let title: LocalizedStringResource = "intent_button"
    static let authenticationPolicy: IntentAuthenticationPolicy = .alwaysAllowed

    @MainActor
    func perform() async throws -> some IntentResult {
        guard Pull.now(.actionButton) else { throw NotSaved() }
        return .result()
    }
}

/// A drill by the same way.
struct TrialIntent: AppIntent {
    static let title: LocalizedStringResource = "intent_trial"

    @MainActor
    func perform() async throws -> some IntentResult {
        guard Pull.now(.siri, drill: true) else { throw NotSaved() }
        return .result()
    }
}

/// What the system says when the alarm is not on the disk. It may still go, from memory.
struct NotSaved: Error, CustomLocalizedStringResourceConvertible {
    var localizedStringResource: LocalizedStringResource { "face_not_saved" }
}

/// What Siri hears without any set-up by her. Urdu phrases are in AppShortcuts.strings; Siri knew no Urdu when this was written.
struct Shortcuts: AppShortcutsProvider {
    static var appShortcuts: [AppShortcut] {
        AppShortcut(
            intent: UpdateIntent(),
            phrases: ["Update \(.applicationName)", "Update my \(.applicationName)"],
            shortTitle: "intent_update",
            systemImageName: "list.bullet"
        )
        AppShortcut(
            intent: ButtonIntent(),
            phrases: ["Update \(.applicationName) by button"],
            shortTitle: "intent_button",
            systemImageName: "list.number"
        )
    }
}
