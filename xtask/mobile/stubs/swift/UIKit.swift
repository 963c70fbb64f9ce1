@_exported import Foundation

public typealias CGFloat = Foundation.CGFloat

@MainActor open class UIResponder: NSObject { nonisolated public override init() {} }

public struct UIBackgroundTaskIdentifier: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let invalid = UIBackgroundTaskIdentifier(rawValue: 0)
}

public enum UIBackgroundRefreshStatus: Int, Sendable { case restricted, denied, available }

open class UIApplication: UIResponder {
    public enum State: Int, Sendable { case active, inactive, background }

    public struct OpenExternalURLOptionsKey: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    public class var shared: UIApplication { UIApplication() }
    public var applicationState: State { .background }
    public var connectedScenes: Set<UIScene> { [] }
    public var backgroundRefreshStatus: UIBackgroundRefreshStatus { .available }

    nonisolated public func beginBackgroundTask(
        withName name: String?, expirationHandler: (@MainActor @Sendable () -> Void)? = nil
    ) -> UIBackgroundTaskIdentifier { .invalid }
    nonisolated public func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}

    public func open(
        _ url: URL, options: [OpenExternalURLOptionsKey: Any] = [:],
        completionHandler completion: (@MainActor @Sendable (Bool) -> Void)? = nil
    ) { completion?(false) }

    nonisolated public class var didFinishLaunchingNotification: Notification.Name { .init("didFinishLaunching") }
    nonisolated public class var didBecomeActiveNotification: Notification.Name { .init("didBecomeActive") }
    nonisolated public class var willResignActiveNotification: Notification.Name { .init("willResignActive") }
    nonisolated public class var didEnterBackgroundNotification: Notification.Name { .init("didEnterBackground") }
    nonisolated public class var protectedDataDidBecomeAvailableNotification: Notification.Name { .init("dataAvailable") }
    nonisolated public class var backgroundRefreshStatusDidChangeNotification: Notification.Name { .init("refreshChanged") }
    nonisolated public class var openSettingsURLString: String { "app-settings:" }
    nonisolated public class var openNotificationSettingsURLString: String { "app-settings:notifications" }
}

@MainActor open class UIDevice: NSObject {
    public enum BatteryState: Int, Sendable { case unknown, unplugged, charging, full }

    public class var current: UIDevice { UIDevice() }
    public var isBatteryMonitoringEnabled = false
    public var batteryLevel: Float { -1 }
    public var batteryState: BatteryState { .unknown }
}

open class UIScene: UIResponder {
    public enum ActivationState: Int, Sendable { case unattached = -1, foregroundActive, foregroundInactive, background }

    public var activationState: ActivationState { .unattached }
}

open class UIWindowScene: UIScene {
    public var windows: [UIWindow] { [] }
    public var keyWindow: UIWindow? { nil }
}

open class UIView: UIResponder {
    public struct AutoresizingMask: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let flexibleWidth = AutoresizingMask(rawValue: 2)
        public static let flexibleHeight = AutoresizingMask(rawValue: 16)
    }

    public init(frame: CGRect) {}
    public var bounds: CGRect { .zero }
    public var autoresizingMask: AutoresizingMask = []
    public var backgroundColor: UIColor?
    public var isHidden = false
    public var isUserInteractionEnabled = true
    public var translatesAutoresizingMaskIntoConstraints = true
    public var safeAreaLayoutGuide: UILayoutGuide { UILayoutGuide() }
    public var topAnchor: NSLayoutYAxisAnchor { NSLayoutYAxisAnchor() }
    public var leadingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
    public var trailingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
    public func addSubview(_ view: UIView) {}
    public func removeFromSuperview() {}
}

open class UILabel: UIView {
    public convenience init() { self.init(frame: .zero) }
    public var text: String?
    public var font: UIFont!
    public var numberOfLines = 1
    public var textAlignment: NSTextAlignment = .natural
    public var textColor: UIColor!
    public var adjustsFontForContentSizeCategory = false
}

open class UIWindow: UIView {
    public struct Level: RawRepresentable, Sendable {
        public let rawValue: CGFloat
        public init(rawValue: CGFloat) { self.rawValue = rawValue }
        public static let alert = Level(rawValue: 2000)
        public static func + (level: Level, more: CGFloat) -> Level { Level(rawValue: level.rawValue + more) }
    }

    public init(windowScene: UIWindowScene) { super.init(frame: .zero) }
    public var windowLevel: Level = .alert
    public var rootViewController: UIViewController?
}

open class UIViewController: UIResponder {
    public var view: UIView! = UIView(frame: .zero)
    public var presentedViewController: UIViewController? { nil }
    public var presentingViewController: UIViewController? { nil }
    public var isModalInPresentation = false
    public func present(_ controller: UIViewController, animated: Bool, completion: (() -> Void)? = nil) {}
    public func dismiss(animated: Bool, completion: (() -> Void)? = nil) {}
}

open class UINavigationController: UIViewController {}

@MainActor open class UILayoutGuide: NSObject {
    public var topAnchor: NSLayoutYAxisAnchor { NSLayoutYAxisAnchor() }
    public var leadingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
    public var trailingAnchor: NSLayoutXAxisAnchor { NSLayoutXAxisAnchor() }
}

@MainActor open class NSLayoutAnchor<AnchorType: AnyObject>: NSObject {
    public func constraint(equalTo anchor: NSLayoutAnchor<AnchorType>) -> NSLayoutConstraint { NSLayoutConstraint() }
}

open class NSLayoutXAxisAnchor: NSLayoutAnchor<NSLayoutXAxisAnchor> {}
open class NSLayoutYAxisAnchor: NSLayoutAnchor<NSLayoutYAxisAnchor> {}

@MainActor open class NSLayoutConstraint: NSObject {
    public class func activate(_ constraints: [NSLayoutConstraint]) {}
}

public enum NSTextAlignment: Int, Sendable { case left, center, right, justified, natural }

public final class UIColor: NSObject, Sendable {
    public static let white = UIColor()
    public static let black = UIColor()
    public static let systemBackground = UIColor()
}

public final class UIFont: NSObject, Sendable {
    public struct TextStyle: Sendable { public static let headline = TextStyle() }

    public class func preferredFont(forTextStyle style: TextStyle) -> UIFont { UIFont() }
}

@MainActor public enum UIAccessibility {
    public struct Notification: Sendable { public static let announcement = Notification() }

    public static func post(notification: Notification, argument: Any?) {}
}
