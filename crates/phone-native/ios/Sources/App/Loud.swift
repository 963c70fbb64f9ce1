/// Siren and torch, by her own touch on the page only: silence is the default. Each works without the other.
@MainActor
enum Loud {
    private static let siren = Siren()
    private static let torch = Torch()

    static func obey(_ wish: Status.Loud) {
        siren.sound(wish.siren)
        torch.flash(wish.torch)
    }
}
