package pk.useful.door

import kotlin.math.PI
import kotlin.math.max
import kotlin.math.sin
import kotlin.random.Random
import org.junit.Assert.assertEquals
import org.junit.Test

/** Series as an accelerometer gives them, in m/s², made of what is known of the movement and some noise. */
class ShakenTest {
    private class Push(val x: Double = 0.0, val y: Double = 0.0, val z: Double = G)

    /** How often [push], a function of seconds, is taken for shaking within [seconds]. */
    private fun fires(seconds: Double, everyMs: Long = 20, push: (Double) -> Push): Int {
        val shaken = Shaken()
        val noise = Random(7)
        fun rough(exact: Double) = (exact + noise.nextDouble(-0.5, 0.5)).toFloat()
        return (0 until (seconds * 1_000).toLong() step everyMs).count { at ->
            val pushed = push(at / 1_000.0)
            shaken.sample(rough(pushed.x), rough(pushed.y), rough(pushed.z), 5_000 + at)
        }
    }

    private fun swing(t: Double, hertz: Double) = sin(2 * PI * hertz * t)

    @Test fun `a hand that shakes the phone is heard within two seconds`() {
        for (hertz in listOf(3.0, 4.0, 5.0)) {
            for (push in listOf(28.0, 40.0)) assertEquals("$hertz Hz, $push", 1, fires(2.0) { t -> Push(x = push * swing(t, hertz)) })
        }
    }

    @Test fun `it is heard at the pace of a slow sensor too, and in any direction`() {
        assertEquals(1, fires(2.0, everyMs = 60) { t -> Push(y = 30 * swing(t, 4.0)) })
        assertEquals(1, fires(2.0) { t -> Push(x = 22 * swing(t, 4.0), z = G + 22 * swing(t, 4.0)) })
    }

    @Test fun `one long shaking is one alarm, a later one another`() {
        assertEquals(1, fires(9.0) { t -> Push(x = 30 * swing(t, 4.0)) })
        assertEquals(2, fires(20.0) { t -> Push(x = if (t in 3.0..14.0) 0.0 else 30 * swing(t, 4.0)) })
    }

    @Test fun `a short jerk is none`() = assertEquals(0, fires(4.0) { t -> if (t < 1.0) Push(x = 40 * swing(t, 5.0)) else Push() })

    /** About 1.9 steps a second, up to half of gravity more at each. */
    @Test fun `walking is none`() = assertEquals(0, fires(60.0) { t -> Push(z = G + 5 * swing(t, 1.9), x = 2 * swing(t, 0.95)) })

    /** Near three steps a second: up to three times gravity on the ground, next to nothing in flight, and an arm that swings. */
    @Test fun `running with the phone in the hand is none`() =
        assertEquals(0, fires(60.0) { t -> Push(z = max(0.5, 30 * swing(t, 1.4) * swing(t, 1.4) * swing(t, 1.4)), x = 9 * swing(t, 1.4)) })

    @Test fun `running hard with the phone in a pocket is none`() =
        assertEquals(0, fires(60.0) { t -> Push(z = max(0.5, 35 * swing(t, 2.8)), x = 6 * swing(t, 2.8)) })

    /** A bad road: an engine's hum, half of gravity at each hole, twice it at a bump. */
    @Test fun `a car on a bad road is none`() = assertEquals(0, fires(120.0) { t ->
        val bump = if (t % 7.0 < 0.3) 2 * G * swing(t, 3.0) else 0.0
        Push(z = G + 5 * swing(t, 1.3) + bump, x = 3 * swing(t, 0.2), y = swing(t, 12.0))
    })

    /** It falls a metre, hits the floor, bounces twice, and lies. */
    @Test fun `a drop is none`() = assertEquals(0, fires(4.0) { t ->
        val hit = listOf(1.45, 1.85, 2.05).any { t >= it && t < it + 0.04 }
        if (hit) Push(x = 60 * swing(t, 12.0), z = 70.0) else if (t > 1.0 && t < 2.05) Push(z = 0.0) else Push()
    })

    @Test fun `a swung bag pulls hard and never turns round`() = assertEquals(0, fires(20.0) { t -> Push(x = 20 + swing(t, 1.0), z = G) })

    @Test fun `what is no number, and a gap, are no shaking`() {
        assertEquals(0, fires(4.0) { Push(x = Double.NaN) })
        assertEquals(0, fires(20.0, everyMs = 300) { t -> Push(x = 40 * swing(t, 4.1)) })
        val shaken = Shaken()
        assertEquals(0, (1_000L downTo 0L step 20).count { shaken.sample(40f, 0f, 0f, it) })
    }

    private companion object {
        const val G = 9.81
    }
}
