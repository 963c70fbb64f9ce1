import AVFoundation
import os

/// The torch, on and off in turn, no faster than three times a second: faster light can bring on a fit. It asks for no leave:
/// no picture is taken. A phone without one, or one that is too hot, stays dark.
@MainActor
final class Torch {
    /// As on Android.
    private static let halfS = 0.2
    static var isThere: Bool { AVCaptureDevice.default(for: .video)?.hasTorch ?? false }

    private let device = AVCaptureDevice.default(for: .video)
    private var beat: Timer?
    private var isOn = false

    func flash(_ isWanted: Bool) {
        guard isWanted else { return rest() }
        guard beat == nil, device?.hasTorch == true else { return }
        beat = Timer.scheduledTimer(withTimeInterval: Self.halfS, repeats: true) { [weak self] _ in
            MainActor.assumeIsolated { self?.turn() }
        }
    }

    private func rest() {
        beat?.invalidate()
        beat = nil
        if isOn { turn() }
    }

    private func turn() {
        guard let device, isOn || device.isTorchAvailable else { return }
        do {
            try device.lockForConfiguration()
            defer { device.unlockForConfiguration() }
            if isOn { device.torchMode = .off } else { try device.setTorchModeOn(level: AVCaptureDevice.maxAvailableTorchLevel) }
            isOn.toggle()
        } catch {
            Logger().warning("no torch now: \(error.localizedDescription, privacy: .public)")
        }
    }
}
