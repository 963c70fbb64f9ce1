import UIKit

/// Opens the system's screen for a check whose repair she asked for. iOS lets an app open its own page of the settings, with
/// place, microphone, notices and background refresh on it, and no other.
@MainActor
enum Repair {
    /// Not twice for one touch, should the core not hear of it.
    private static var begun: String?

    static func obey(_ id: String?) {
        guard let id, id != begun else {
            if id == nil { begun = nil }
            return
        }
        begun = id
        switch id {
        case "place" where Stand.shared.asksForPlace(): break
        case "notices": Task { await openNotices() }
        case "clip": Task { await openRecording() }
        // Nothing to open: the survey below makes a key, if one can be made.
        case "key": break
        default: open(UIApplication.openSettingsURLString)
        }
        try? Door.repairBegun(id)
        Survey.tell()
    }

    private static func openNotices() async {
        if await Notices.leave() == .notDetermined {
            await Notices.ask()
            Survey.tell()
        } else {
            open(UIApplication.openNotificationSettingsURLString)
        }
    }

    private static func openRecording() async {
        if await Recorder.ask() { Survey.tell() } else { open(UIApplication.openSettingsURLString) }
    }

    private static func open(_ screen: String) {
        if let url = URL(string: screen) { UIApplication.shared.open(url) }
    }
}
