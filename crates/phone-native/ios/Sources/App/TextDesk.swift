import MessageUI
import UIKit

/// Lays the core's texts before her in the system's composer. iOS sends none without her touch, so the screen says
/// "not sent yet" until she has touched. "ok" means that the system has taken it; received it is with a receipt.
@MainActor
final class TextDesk: NSObject, MFMessageComposeViewControllerDelegate {
    static let shared = TextDesk()

    private static let patienceMs: Int64 = 10_000
    /// What she has sent. The core gives a text up after a while and brings it again; she may have touched in between.
    private var sent: Set<String> = []
    /// She has put one aside: from then on the page's button brings them, and nothing opens by itself.
    private var putAside = false
    private var answer: CheckedContinuation<TextResult, Never>?

    /// Once. It goes on for as long as the process does.
    func begin() {
        Task {
            while true {
                if let text = await next() {
                    let result = await outcome(of: text)
                    // Late: nobody waits any more. The repetition hears of `sent`.
                    _ = try? Door.textResult(id: text.id, result)
                } else {
                    // The door may have answered at once.
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    /// The next one, on a thread that may wait.
    private func next() async -> OutgoingText? {
        let able: TextResult = putAside ? .needsTouch : .ok
        let ready: TextResult = MFMessageComposeViewController.canSendText() ? able : .noCard
        let patienceMs = Self.patienceMs
        return await Door.waiting {
            try? Door.textsReady(ready)
            return try? Door.nextText(patienceMs: patienceMs)
        }
    }

    private func outcome(of text: OutgoingText) async -> TextResult {
        let words = text.number + " " + text.text
        if sent.contains(words) { return .ok }
        let result = await ask(text)
        if result == .ok { sent.insert(words) }
        if result == .ok || result == .needsTouch { putAside = result == .needsTouch }
        return result
    }

    /// Takes as long as she does.
    private func ask(_ text: OutgoingText) async -> TextResult {
        await untilInFront()
        // A receipt may have come meanwhile. A door that does not answer is no reason to withhold it.
        if (try? Door.status())?.pending == 0 { return .refused }
        guard MFMessageComposeViewController.canSendText() else { return .noCard }
        guard let scene = Self.scene, let host = Self.front(of: scene) else { return .refused }
        let composer = MFMessageComposeViewController()
        composer.recipients = [text.number]
        composer.body = text.text
        composer.messageComposeDelegate = self
        composer.isModalInPresentation = true
        Hint.show(NSLocalizedString("text_touch", comment: ""), in: scene)
        defer { Hint.hide() }
        return await withCheckedContinuation { answer in
            self.answer = answer
            host.present(composer, animated: false)
            if composer.presentingViewController == nil { say(.refused) }
        }
    }

    private func untilInFront() async {
        while UIApplication.shared.applicationState != .active {
            Notices.textWaits(true)
            try? await Task.sleep(for: .seconds(5))
        }
        Notices.textWaits(false)
    }

    private func say(_ result: TextResult) {
        answer?.resume(returning: result)
        answer = nil
    }

    nonisolated func messageComposeViewController(
        _ controller: MFMessageComposeViewController, didFinishWith result: MessageComposeResult
    ) {
        MainActor.assumeIsolated {
            controller.dismiss(animated: false)
            switch result {
            case .sent: say(.ok)
            case .cancelled: say(.needsTouch)
            case .failed: say(.refused)
            // A result that we do not know is no success.
            @unknown default: say(.refused)
            }
        }
    }

    private static var scene: UIWindowScene? {
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        return scenes.first { $0.activationState == .foregroundActive }
    }

    private static func front(of scene: UIWindowScene) -> UIViewController? {
        var front = scene.keyWindow?.rootViewController
        while let next = front?.presentedViewController { front = next }
        return front
    }
}
