import Foundation

/// The folder of the phone: the same one as the window names (Tauri's `app_data_dir`, then `phone`).
enum Folder {
    /// Readable while the phone is locked, from the first unlock after a start on; in no backup. What fails here is not
    /// fatal: over a folder that cannot be written the core saves in memory, and says so.
    static func prepared() -> URL {
        let files = FileManager.default
        let support = files.urls(for: .applicationSupportDirectory, in: .userDomainMask).first ?? files.temporaryDirectory
        var folder = support.appendingPathComponent(Bundle.main.bundleIdentifier ?? "", isDirectory: true)
            .appendingPathComponent("phone", isDirectory: true)
        let locked: [FileAttributeKey: Any] = [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication]
        try? files.createDirectory(at: folder, withIntermediateDirectories: true, attributes: locked)
        try? files.setAttributes(locked, ofItemAtPath: folder.path)
        var kept = URLResourceValues()
        kept.isExcludedFromBackup = true
        try? folder.setResourceValues(kept)
        return folder
    }
}
