// What Apple's Foundation and Darwin have and Swift's Foundation for Linux lacks. Imported into every file by swiftc.sh.
@_exported import Foundation

extension Notification.Name {
    public static let NSProcessInfoPowerStateDidChange = Notification.Name("NSProcessInfoPowerStateDidChangeNotification")
}

extension ProcessInfo {
    public var isLowPowerModeEnabled: Bool { false }
}

public struct LocalizedStringResource: ExpressibleByStringInterpolation, Sendable {
    public let key: String
    public init(stringLiteral value: String) { key = value }
}

public protocol CustomLocalizedStringResourceConvertible {
    var localizedStringResource: LocalizedStringResource { get }
}
