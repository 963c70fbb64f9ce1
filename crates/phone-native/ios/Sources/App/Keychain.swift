import Foundation
import Security

/// The key that wraps the vault's: made once, kept in the Keychain of this phone alone, in no backup, readable while the
/// phone is locked from the first unlock after a start on.
enum Keychain {
    enum Found: Equatable {
        case key(Data)
        /// Nobody has unlocked the phone since it was started.
        case locked
        /// The system's code.
        case refused(OSStatus)
    }

    static let keyBytes = 32

    /// Finds it, or makes it.
    static func key() -> Found {
        let found = read()
        guard found == .refused(errSecItemNotFound) else { return found }
        var random = SystemRandomNumberGenerator()
        let made = Data((0..<keyBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        var item = place
        item[kSecValueData] = made
        item[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        switch SecItemAdd(item as CFDictionary, nil) {
        case errSecSuccess: return .key(made)
        // Somebody else was faster: then that one counts.
        case errSecDuplicateItem: return read()
        case errSecInteractionNotAllowed: return .locked
        case let code: return .refused(code)
        }
    }

    private static func read() -> Found {
        var query = place
        query[kSecReturnData] = true
        var item: CFTypeRef?
        switch SecItemCopyMatching(query as CFDictionary, &item) {
        case errSecSuccess:
            guard let key = item as? Data, key.count == keyBytes else { return .refused(errSecSuccess) }
            return .key(key)
        case errSecInteractionNotAllowed: return .locked
        case let code: return .refused(code)
        }
    }

    /// Never in iCloud.
    private static var place: [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword, kSecAttrService: "numbers", kSecAttrAccount: "vault",
            kSecAttrSynchronizable: false,
        ]
    }
}
