import Security

let keychainChecks = [
    Check("a Keychain that cannot be opened now is no Keychain without a key") {
        defer { Keychains.answers = nil }
        Keychains.answers = errSecInteractionNotAllowed
        try equal(Keychain.key(), .locked)
        Keychains.answers = -34018
        try equal(Keychain.key(), .refused(-34018))
    },
    Check("the key is made once and is the same to everybody who comes later") {
        guard case .key(let made) = Keychain.key() else { throw Otherwise(description: "no key") }
        try equal(made.count, Keychain.keyBytes)
        try holds(Set(made).count > 8, "not by chance")
        try equal(Keychain.key(), .key(made))
    },
]
