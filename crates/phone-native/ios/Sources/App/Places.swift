import CoreLocation

/// The place by CoreLocation, also out of sight. Leave that is taken away, or the service switched off, in mid-alert ends
/// nothing: the core is told, and the alert goes on with what was known.
@MainActor
final class Places: NSObject, CLLocationManagerDelegate {
    private let manager = CLLocationManager()
    private var isWanted = false

    override init() {
        super.init()
        manager.delegate = self
        manager.desiredAccuracy = kCLLocationAccuracyBest
        manager.distanceFilter = kCLDistanceFilterNone
        manager.pausesLocationUpdatesAutomatically = false
        manager.showsBackgroundLocationIndicator = false
    }

    /// Begins, or begins again after something changed.
    func begin() {
        isWanted = true
        tellLeave()
        guard isAllowed else { return }
        manager.allowsBackgroundLocationUpdates = true
        manager.startUpdatingLocation()
        // With "always" the system starts us again for these after it has ended us.
        if manager.authorizationStatus == .authorizedAlways { manager.startMonitoringSignificantLocationChanges() }
    }

    func end() {
        isWanted = false
        manager.stopUpdatingLocation()
        manager.stopMonitoringSignificantLocationChanges()
        manager.allowsBackgroundLocationUpdates = false
    }

    /// What the system already knows, with its age.
    func tellLastKnown() {
        if isAllowed, let known = manager.location { tell(known) }
    }

    /// Who allowed it while the app is used is asked once for "always": without it an alarm from the locked phone carries
    /// the last known place only. The system shows the question once, whatever we do.
    func askForMore() {
        if manager.authorizationStatus == .authorizedWhenInUse { manager.requestAlwaysAuthorization() }
    }

    /// The first question, which the system shows once. `false`: it was answered before.
    func ask() -> Bool {
        guard manager.authorizationStatus == .notDetermined else { return false }
        manager.requestWhenInUseAuthorization()
        return true
    }

    private var isAllowed: Bool {
        manager.authorizationStatus == .authorizedAlways || manager.authorizationStatus == .authorizedWhenInUse
    }

    /// Before she was asked nothing is told: that is not known, which is not the same as refused.
    private func tellLeave() {
        if manager.authorizationStatus != .notDetermined { try? Door.placeAllowed(isAllowed) }
    }

    private func tell(_ location: CLLocation) {
        try? Door.fixArrived(Reading(location))
    }

    // CoreLocation calls on the thread that made the manager: the main one.

    nonisolated func locationManager(_ manager: CLLocationManager, didUpdateLocations locations: [CLLocation]) {
        MainActor.assumeIsolated {
            for location in locations { tell(location) }
        }
    }

    /// Also when the service for places is switched on or off for the whole phone: that shows as "denied".
    nonisolated func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
        MainActor.assumeIsolated {
            if isWanted { begin() } else { tellLeave() }
        }
    }

    /// "Unknown now" heals by itself; of "denied" the core hears.
    nonisolated func locationManager(_ manager: CLLocationManager, didFailWithError error: Error) {
        MainActor.assumeIsolated { tellLeave() }
    }
}
