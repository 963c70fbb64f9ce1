import UIKit

/// One line above everything, also above the system's composer, which has no place for words of ours. It takes no touch.
@MainActor
enum Hint {
    private static var window: UIWindow?

    static func show(_ words: String, in scene: UIWindowScene) {
        let label = UILabel()
        label.text = words
        label.font = .preferredFont(forTextStyle: .headline)
        label.adjustsFontForContentSizeCategory = true
        label.numberOfLines = 0
        label.textAlignment = .center
        label.textColor = .white
        label.backgroundColor = .black
        label.translatesAutoresizingMaskIntoConstraints = false
        let host = UIViewController()
        host.view.addSubview(label)
        let edges = host.view.safeAreaLayoutGuide
        NSLayoutConstraint.activate([
            label.topAnchor.constraint(equalTo: edges.topAnchor),
            label.leadingAnchor.constraint(equalTo: edges.leadingAnchor),
            label.trailingAnchor.constraint(equalTo: edges.trailingAnchor),
        ])
        let window = UIWindow(windowScene: scene)
        window.windowLevel = .alert + 1
        window.isUserInteractionEnabled = false
        window.rootViewController = host
        window.isHidden = false
        self.window = window
        UIAccessibility.post(notification: .announcement, argument: words)
    }

    static func hide() {
        window?.isHidden = true
        window = nil
    }
}
