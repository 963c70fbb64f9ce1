import AVFoundation
import os

/// A siren, also with the silent switch on: that is what the session's category means. No louder than she has set her side
/// buttons: iOS lets no app change the volume. With headphones in, it sounds there.
@MainActor
final class Siren {
    private var player: AVAudioPlayer?

    /// At each look again: a call may have silenced it.
    func sound(_ isWanted: Bool) {
        if !isWanted { hush() } else if player?.isPlaying != true { howl() }
    }

    private func howl() {
        do {
            try Session.begin(.siren)
            let player = try self.player ?? AVAudioPlayer(data: Howl.wave())
            self.player = player
            player.numberOfLoops = -1
            if !player.play() { Logger().warning("no siren now") }
        } catch {
            Session.end(.siren)
            Logger().warning("no siren: \(error.localizedDescription, privacy: .public)")
        }
    }

    private func hush() {
        guard let player else { return }
        player.stop()
        self.player = nil
        Session.end(.siren)
    }
}
