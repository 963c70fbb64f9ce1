import CoreLocation

private func reading(
    accuracy: Double = 8, course: Double = 90, speed: Double = 1.5, at: Date = Date(timeIntervalSince1970: 1_764_000_000.25),
    simulated: Bool = false
) -> Reading {
    Reading(CLLocation(
        coordinate: CLLocationCoordinate2D(latitude: 31.5, longitude: 74.3), altitude: 0, horizontalAccuracy: accuracy,
        verticalAccuracy: -1, course: course, courseAccuracy: -1, speed: speed, speedAccuracy: -1, timestamp: at,
        sourceInfo: CLLocationSourceInformation(softwareSimulationState: simulated, andExternalAccessoryState: false)
    ))
}

let readingChecks = [
    Check("a place is told as it is") {
        let told = reading()
        try equal([told.latitudeDeg, told.longitudeDeg, told.accuracyM, told.speedMps, told.headingDeg], [31.5, 74.3, 8, 1.5, 90])
        try equal(told.atMs, 1_764_000_000_250)
        try equal(told.mock, false)
    },
    Check("a speed and a course that the system does not know are no numbers") {
        let told = reading(course: -1, speed: -1)
        try holds(told.speedMps.isNaN && told.headingDeg.isNaN, "a number")
        try equal(reading(course: 0, speed: 0).speedMps, 0, "standing still is known")
    },
    Check("an accuracy below zero is passed on for the core to doubt") { try equal(reading(accuracy: -1).accuracyM, -1) },
    Check("a place made by software says so") { try equal(reading(simulated: true).mock, true) },
    Check("a time past all numbers is old and never new") {
        try equal(reading(at: Date(timeIntervalSince1970: .infinity)).atMs, 0)
        try equal(reading(at: Date(timeIntervalSince1970: .nan)).atMs, 0)
        try equal(reading(at: Date(timeIntervalSince1970: 1e300)).atMs, 0)
    },
]
