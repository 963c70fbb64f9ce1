package pk.useful.door

import android.location.Location

/**
 * One place as the platform gives it. What the platform does not know is NaN: Android reports 0 for a speed, a bearing or
 * an accuracy that it does not have, and 0 would be a lie. An absurd place is passed on as it is; the core doubts it.
 */
data class Reading(
    val latitudeDeg: Double,
    val longitudeDeg: Double,
    val accuracyM: Double,
    val speedMps: Double,
    val headingDeg: Double,
    val atMs: Long,
    val provider: String,
    val mock: Boolean,
) {
    companion object {
        fun of(location: Location): Reading = Reading(
            location.latitude,
            location.longitude,
            known(location.hasAccuracy(), location.accuracy),
            known(location.hasSpeed(), location.speed),
            known(location.hasBearing(), location.bearing),
            location.time,
            location.provider ?: "",
            isMock(location),
        )

        fun known(has: Boolean, value: Float): Double = if (has) value.toDouble() else Double.NaN

        @Suppress("DEPRECATION") // the newer name came with API 31
        private fun isMock(location: Location) = location.isFromMockProvider
    }
}
