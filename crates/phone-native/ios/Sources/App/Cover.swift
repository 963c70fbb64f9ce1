import UIKit

/// Nothing of ours among the recent apps: the system takes its picture after the app has lost the front. A screenshot in the
/// app cannot be prevented on iOS.
@MainActor
enum Cover {
    private static var sheets: [UIView] = []

    static func put() {
        let windows = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }.flatMap(\.windows)
        sheets += windows.map { window in
            let sheet = UIView(frame: window.bounds)
            sheet.autoresizingMask = [.flexibleWidth, .flexibleHeight]
            sheet.backgroundColor = .systemBackground
            window.addSubview(sheet)
            return sheet
        }
    }

    static func take() {
        sheets.forEach { $0.removeFromSuperview() }
        sheets = []
    }
}
