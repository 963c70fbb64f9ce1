import MessageUI
import UIKit
import WidgetKit

/// Tells the core how texts, notices, battery, recording and triggers stand on this phone; the page's readiness gate shows it.
@MainActor
enum Survey {
    /// What iPhones do not have.
    private static let elsewhere = ["tile", "lock_screen", "assist", "shortcut", "volume_keys", "shake", "headset"]

    static func tell() {
        Task { try? Door.facts(await facts().json()) }
    }

    static func facts() async -> Facts {
        Facts(
            texts: .texts(canSend: MFMessageComposeViewController.canSendText()),
            notices: .notices(await Notices.leave()),
            battery: .battery(
                isLowPower: ProcessInfo.processInfo.isLowPowerModeEnabled,
                refresh: UIApplication.shared.backgroundRefreshStatus
            ),
            // As loud as her side buttons are set: no app may change that.
            siren: Fact(.works),
            torch: .torch(isThere: Torch.isThere),
            clip: .clip(hasMicrophone: Recorder.hasMicrophone, leave: Recorder.leave),
            triggers: await triggers()
        )
    }

    /// Siri has our phrase without any set-up. Whether she has switched Siri on no app can see: only a drill proves it.
    private static func triggers() async -> [String: Fact] {
        var facts = Dictionary(uniqueKeysWithValues: elsewhere.map { ($0, Fact(.notHere)) })
        facts[Trigger.siri.rawValue] = Fact(.works)
        facts[Trigger.actionButton.rawValue] = .actionButton(model: model)
        if let isPlaced = await isWidgetPlaced() { facts[Trigger.widget.rawValue] = .widget(isPlaced: isPlaced) }
        return facts
    }

    private static func isWidgetPlaced() async -> Bool? {
        await withCheckedContinuation { heard in
            WidgetCenter.shared.getCurrentConfigurations { placed in
                heard.resume(returning: (try? placed.get())?.contains { $0.kind == Face.kind })
            }
        }
    }

    /// As "iPhone16,1"; in the simulator the computer's own.
    private static var model: String {
        var name = utsname()
        uname(&name)
        return withUnsafeBytes(of: &name.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
