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
        let lease = Lease()
        Task {
            _ = await isSettled(withinMs: nowMs)
            // Whatever was received in this time is known before the system stops us.
            Stand.shared.lookRound()
            lease.end()
        }
    }

    private static func run(_ task: BGTask) {
        let turn = Turn(task)
        Stand.shared.woken(.job)
        Task { turn.end(isSettled: await isSettled(withinMs: taskMs)) }
    }

    /// A door that does not answer has settled nothing.
    private static func isSettled(withinMs patienceMs: Int64) async -> Bool {
        await Door.waiting { (try? Door.finish(patienceMs: patienceMs)) ?? false }
    }
}

/// Leave to run on out of sight. It ends once: by us, or by the system.
@MainActor
private final class Lease {
    private var id = UIBackgroundTaskIdentifier.invalid

    init() {
        id = UIApplication.shared.beginBackgroundTask(withName: "list") { [weak self] in self?.end() }
    }

    func end() {
        if id == .invalid { return }
        UIApplication.shared.endBackgroundTask(id)
        id = .invalid
    }
}

/// A task that the system began. It ends once: all is delivered, or the time is over.
@MainActor
private final class Turn {
    private var task: BGTask?

    init(_ task: BGTask) {
        self.task = task
        // The system does not say on which thread.
        task.expirationHandler = { [weak self] in
            Task { @MainActor in self?.end(isSettled: false) }
        }
    }

    func end(isSettled: Bool) {
        guard let task else { return }
        self.task = nil
        if !isSettled { CarryTask.soon() }
        task.setTaskCompleted(success: isSettled)
    }
}
