import BackgroundTasks
import UIKit
import os

/// Time from the system to finish a delivery: some seconds at once, and more when it pleases.
@MainActor
enum CarryTask {
    /// As in Info.plist.
    private static let name = (Bundle.main.bundleIdentifier ?? "") + ".carry"
    /// The system gives about 30 s after the app went out of sight.
    private static let nowMs: Int64 = 25_000
    private static let taskMs: Int64 = 60_000

    /// Before the app has finished launching: the system wants it so.
    static func register() {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: name, using: .main) { task in
            MainActor.assumeIsolated { run(task) }
        }
    }

    /// Asks for a task once there is a network. When it comes is the system's choice: often only on the charger.
    static func soon() {
        let request = BGProcessingTaskRequest(identifier: name)
        request.requiresNetworkConnectivity = true
        do {
            try BGTaskScheduler.shared.submit(request)
        } catch {
            Logger().warning("no task: \(error.localizedDescription, privacy: .public)")
        }
    }

    /// Holds the process awake until all is delivered, or until the system wants its time back.
    static func now() {
        var lease = UIBackgroundTaskIdentifier.invalid
        let end = {
            UIApplication.shared.endBackgroundTask(lease)
            lease = .invalid
        }
        lease = UIApplication.shared.beginBackgroundTask(withName: "list", expirationHandler: end)
        carry(nowMs) { _ in
            if lease != .invalid { end() }
        }
    }

    private static func run(_ task: BGTask) {
        var isOver = false
        let end = { (settled: Bool) in
            if isOver { return }
            isOver = true
            if !settled { soon() }
            task.setTaskCompleted(success: settled)
        }
        task.expirationHandler = { DispatchQueue.main.async { end(false) } }
        Stand.shared.woken(.job)
        carry(taskMs, then: end)
    }

    /// A door that does not answer has settled nothing.
    private static func carry(_ patienceMs: Int64, then end: @escaping (Bool) -> Void) {
        DispatchQueue.global().async {
            let isSettled = (try? Door.finish(patienceMs: patienceMs)) ?? false
            DispatchQueue.main.async { end(isSettled) }
        }
    }
}
