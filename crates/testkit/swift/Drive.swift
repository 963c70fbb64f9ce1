import CoreLocation

/// Lets the app's own Swift do what the system would have it do. Apple's frameworks are stubs that answer nothing; the door and
/// the core behind it are real. What came of it is told as JSON.
@main
@MainActor
enum Drive {
    static func main() async throws {
        let told = CommandLine.arguments.last == "alarm" ? try alarm() : try await words()
        print(String(decoding: try JSONSerialization.data(withJSONObject: told), as: UTF8.self))
    }

    /// The widget's second touch, then a place.
    private static func alarm() throws -> [String: Any] {
        let isSaved = Pull.now(.widget)
        try Door.fixArrived(reading(speed: 1.5))
        let status = try Door.status()
        return [
            "saved": isSaved, "alert_id": status.alert?.alertId ?? "", "follow": status.follow,
            "settled": try Door.finish(patienceMs: 60_000),
        ]
    }

    /// Every word that Swift has is one that the door knows, and every answer is read.
    private static func words() async throws -> [String: Any] {
        try Door.open()
        let drills = try Trigger.allCases.map { try Door.drill($0).durable }
        let pending = try Reason.allCases.map { try Door.wake($0).pending }
        let taken = try TextResult.allCases.map { result in
            try Door.textsReady(result)
            return try Door.textResult(id: 1, result)
        }
        try Door.facts(await Survey.facts().json())
        for check in ["place", "texts", "notices", "battery", "key"] { try Door.repairBegun(check) }
        try Door.networkChanged()
        try Door.placeAllowed(false)
        try Door.battery(percent: -1, charging: false)
        try Door.fixArrived(reading(speed: -1))
        return [
            "drills": drills, "pending": pending, "taken": taken, "text": try Door.nextText(patienceMs: 0)?.text ?? NSNull(),
            "settled": try Door.finish(patienceMs: 0),
        ]
    }

    private static func reading(speed: Double) -> Reading {
        Reading(CLLocation(
            coordinate: CLLocationCoordinate2D(latitude: 31.5104, longitude: 74.3441), altitude: 0, horizontalAccuracy: 12,
            verticalAccuracy: -1, course: -1, courseAccuracy: -1, speed: speed, speedAccuracy: -1, timestamp: Date(),
            sourceInfo: CLLocationSourceInformation(softwareSimulationState: false, andExternalAccessoryState: false)
        ))
    }
}
