@_exported import Foundation

// No XCTest: it finds its tests by Objective-C, which is not here. `./x mobile swiftc` builds these with stubs of Apple's
// frameworks and runs them on the machine that checks.

/// What must hold; its name is a sentence.
struct Check {
    let name: String
    let holds: @MainActor () throws -> Void

    init(_ name: String, _ holds: @escaping @MainActor () throws -> Void) {
        self.name = name
        self.holds = holds
    }
}

struct Otherwise: Error, CustomStringConvertible {
    let description: String
}

func equal<T: Equatable>(_ is: T, _ wanted: T, _ what: String = "") throws {
    if `is` != wanted { throw Otherwise(description: "\(what) \(`is`) is not \(wanted)") }
}

func holds(_ isSo: Bool, _ what: String) throws {
    if !isSo { throw Otherwise(description: what) }
}
