import CoreLocation

/// One place as the system gives it. CoreLocation says below zero for a speed or a course that it does not know; that becomes
/// NaN, for a number would be a lie. An absurd place is passed on as it is, with an accuracy below zero too: the core keeps
/// and doubts it. How the place was found the system does not say.
struct Reading {
    let latitudeDeg: Double
    let longitudeDeg: Double
    let accuracyM: Double
    let speedMps: Double
    let headingDeg: Double
    /// Milliseconds since 1970.
    let atMs: Int64
    /// Made by software: a simulated place.
    let mock: Bool

    init(_ location: CLLocation) {
        latitudeDeg = location.coordinate.latitude
        longitudeDeg = location.coordinate.longitude
        accuracyM = location.horizontalAccuracy
        speedMps = Self.known(location.speed)
        headingDeg = Self.known(location.course)
        // A time that is no number, or past all numbers, becomes 1970: old, never new.
        atMs = Int64(exactly: (location.timestamp.timeIntervalSince1970 * 1000).rounded()) ?? 0
        mock = location.sourceInformation?.isSimulatedBySoftware ?? false
    }

    static func known(_ value: Double) -> Double { value < 0 ? .nan : value }
}
