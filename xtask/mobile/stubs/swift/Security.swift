import Foundation

// On Apple's systems these are objects that a Swift dictionary or string becomes by "as".
public typealias CFString = String
public typealias CFDictionary = [String: Any]
public typealias CFTypeRef = AnyObject
public typealias OSStatus = Int32

public let errSecSuccess: OSStatus = 0
public let errSecItemNotFound: OSStatus = -25300
public let errSecDuplicateItem: OSStatus = -25299
public let errSecInteractionNotAllowed: OSStatus = -25308

public let kSecClass: CFString = "class"
public let kSecClassGenericPassword: CFString = "genp"
public let kSecAttrService: CFString = "svce"
public let kSecAttrAccount: CFString = "acct"
public let kSecAttrAccessible: CFString = "pdmn"
public let kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly: CFString = "cku"
public let kSecAttrSynchronizable: CFString = "sync"
public let kSecReturnData: CFString = "r_Data"
public let kSecValueData: CFString = "v_Data"

/// A Keychain that lasts as long as the process; whoever tests may make it answer a code instead.
public enum Keychains {
    nonisolated(unsafe) public static var answers: OSStatus?
    nonisolated(unsafe) static var kept: [String: Data] = [:]

    static func name(_ item: CFDictionary) -> String {
        "\(item[kSecAttrService] ?? "") \(item[kSecAttrAccount] ?? "")"
    }
}

public func SecItemAdd(_ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus {
    if let code = Keychains.answers { return code }
    guard Keychains.kept[Keychains.name(attributes)] == nil else { return errSecDuplicateItem }
    Keychains.kept[Keychains.name(attributes)] = attributes[kSecValueData] as? Data
    return errSecSuccess
}

public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus {
    if let code = Keychains.answers { return code }
    guard let data = Keychains.kept[Keychains.name(query)] else { return errSecItemNotFound }
    result?.pointee = NSData(data: data)
    return errSecSuccess
}
