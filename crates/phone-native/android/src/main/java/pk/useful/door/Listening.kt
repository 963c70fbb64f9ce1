package pk.useful.door

import android.content.Context

/** The triggers that need a service to hear them, each only if she chose it. One that breaks takes no other along. */
class Listening(context: Context) {
    private val keys = MediaKeys(context)
    private val shake = ShakeSensor(context)

    fun begin(chosen: Set<Trigger>) {
        Pull.afterwards("the volume keys") { keys.volumeKeys(Trigger.VOLUME_KEYS in chosen) }
        Pull.afterwards("the headset's button") { keys.headset(Trigger.HEADSET in chosen) }
        Pull.afterwards("the shake") { if (Trigger.SHAKE in chosen) shake.begin() else shake.end() }
    }

    fun end() = begin(emptySet())
}
