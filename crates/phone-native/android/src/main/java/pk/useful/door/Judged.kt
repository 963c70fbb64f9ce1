package pk.useful.door

/** What follows from what the system says, decided without the system. */
object Judged {
    /** A radio, a card, her leave. A plane's mode is looked at first: it is what she can end at once. */
    fun texts(hasRadio: Boolean, airplane: Boolean, allowed: Boolean, simState: Int): Fact = when {
        !hasRadio -> Fact.notHere()
        airplane -> Fact.repair(Fact.Why.AIRPLANE)
        TextResults.ready(allowed = true, hasRadio = true, simState = simState) != TextResults.OK -> Fact.repair(Fact.Why.NO_SIM)
        !allowed -> Fact.repair(Fact.Why.PERMISSION)
        else -> Fact.WORKS
    }

    /** [channelOff]: she, or somebody, has switched off ours alone. */
    fun notices(allowed: Boolean, channelOff: Boolean): Fact = when {
        !allowed -> Fact.repair(Fact.Why.PERMISSION)
        channelOff -> Fact.repair(Fact.Why.OFF)
        else -> Fact.WORKS
    }

    /** A microphone, and her leave. Whether somebody has switched it off for all apps (Android 12) no app may ask. */
    fun clip(hasMicrophone: Boolean, allowed: Boolean): Fact = when {
        !hasMicrophone -> Fact.notHere(Fact.Why.NO_SENSOR)
        !allowed -> Fact.repair(Fact.Why.PERMISSION)
        else -> Fact.WORKS
    }

    /** A radio, and her leave to read texts. */
    fun receipts(hasRadio: Boolean, allowed: Boolean): Fact = when {
        !hasRadio -> Fact.notHere()
        !allowed -> Fact.repair(Fact.Why.PERMISSION)
        else -> Fact.WORKS
    }

    /**
     * [exempt] from the system's own saving, [restricted] by hand, [saving] now. A [vendor] with a killer of its own lets no
     * app ask whether it is spared: it is believed once it has let the system start us with nobody looking, at [wokenAloneMs],
     * and for [BELIEVED_MS]. Where the app is [kept] though unused, months without a touch take nothing from it.
     */
    fun battery(
        exempt: Boolean, restricted: Boolean, saving: Boolean, kept: Boolean, vendor: Vendor?, wokenAloneMs: Long?, nowMs: Long,
    ): Fact {
        val spared = wokenAloneMs != null && nowMs - wokenAloneMs in 0..BELIEVED_MS
        return when {
            restricted || !exempt -> Fact.repair(Fact.Why.RESTRICTED)
            saving -> Fact.repair(Fact.Why.BATTERY_SAVER)
            vendor != null && !spared -> Fact.repair(Fact.Why.vendor(vendor))
            !kept -> Fact.repair(Fact.Why.UNUSED)
            else -> Fact.WORKS
        }
    }

    /** A trigger for which the service listens. None: no key was heard yet, so nobody knows. */
    fun listened(chosen: Boolean, service: Boolean, heard: Boolean): Fact? = when {
        !chosen -> Fact.notHere(Fact.Why.OFF)
        !service -> Fact.repair(Fact.Why.NEEDS_SERVICE)
        heard -> Fact.WORKS
        else -> null
    }

    /** A headset's button needs a headset. */
    fun headset(chosen: Boolean, service: Boolean, heard: Boolean, plugged: Boolean): Fact? =
        if (chosen && !plugged) Fact.notHere(Fact.Why.NO_SENSOR) else listened(chosen, service, heard)

    /** An accelerometer that sleeps with the phone hears nothing while the screen is off. */
    fun shake(chosen: Boolean, service: Boolean, reach: ShakeSensor.Reach): Fact? = when (reach) {
        ShakeSensor.Reach.NONE -> Fact.notHere(Fact.Why.NO_SENSOR)
        ShakeSensor.Reach.ALWAYS -> listened(chosen, service, heard = true)
        ShakeSensor.Reach.AWAKE ->
            listened(chosen, service, heard = true)?.let { if (it == Fact.WORKS) Fact(it.state, Fact.Why.NEEDS_UNLOCK) else it }
    }

    /** What she put on the home screen herself; that is reached on an unlocked phone only. */
    fun placed(there: Boolean): Fact =
        if (there) Fact(Fact.State.WORKS, Fact.Why.NEEDS_UNLOCK) else Fact.repair(Fact.Why.OFF)

    const val BELIEVED_MS = 3L * 24 * 3_600_000
}
