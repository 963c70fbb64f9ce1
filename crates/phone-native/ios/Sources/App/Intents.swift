import AppIntents

// For Siri, the Action button, Back Tap and the Shortcuts app, also on a locked phone. Titles say nothing of the purpose;
// the system shows and speaks them. Here one act is enough: none of them happens in a pocket by itself.

/// Raises an alarm.
struct UpdateIntent: AppIntent {
    static let title: LocalizedStringResource = "intent_update"
    static let openAppWhenRun = false
    static let authenticationPolicy: IntentAuthenticationPolicy = .alwaysAllowed

    @MainActor
    func perform() async throws -> some IntentResult {
        // Siri says a word of its own after a success, so a failure must be one.
        guard Pull.now(.appIntent) else { throw NotSaved() }
        return .result()
    }
}

/// The same as a drill.
struct TrialIntent: AppIntent {
    static let title: LocalizedStringResource = "intent_trial"
    static let openAppWhenRun = false

    @MainActor
    func perform() async throws -> some IntentResult {
        guard Pull.now(.appIntent, drill: true) else { throw NotSaved() }
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
    }
}
