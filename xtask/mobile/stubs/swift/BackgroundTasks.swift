import Foundation

open class BGTaskRequest: NSObject {
    public let identifier: String
    init(identifier: String) { self.identifier = identifier }
}

public final class BGProcessingTaskRequest: BGTaskRequest {
    public override init(identifier: String) { super.init(identifier: identifier) }
    public var requiresNetworkConnectivity = false
}

open class BGTask: NSObject {
    public var expirationHandler: (() -> Void)?
    public func setTaskCompleted(success: Bool) {}
}

public final class BGTaskScheduler: NSObject, Sendable {
    public class var shared: BGTaskScheduler { BGTaskScheduler() }
    @discardableResult
    public func register(
        forTaskWithIdentifier identifier: String, using queue: DispatchQueue?, launchHandler: @escaping (BGTask) -> Void
    ) -> Bool { true }
    public func submit(_ request: BGTaskRequest) throws {}
}
