package pk.useful.door

import android.content.Context
import java.io.File
import kotlin.concurrent.thread

/** The phone's core with types. [open] first; whoever comes second comes to the same core. */
object Phone {
    /** The same folder as the window names: `phone` beside the app's files. */
    fun open(context: Context): Status {
        val app = context.applicationContext
        val folder = File(app.dataDir, "phone").path
        return Safe.of(app).open { key -> Answers.status(HifazatDoor.open(folder, key)) }
    }

    /** Has it opened on a thread of its own: the safe may be slow. */
    fun prepare(context: Context) {
        thread(name = "open") { open(context) }
    }

    /** Durable when it answers; waits for nothing but the disk. */
    fun raise(trigger: Trigger, drill: Boolean): Raised =
        Answers.raised(if (drill) HifazatDoor.drill(trigger.word) else HifazatDoor.raise(trigger.word))

    fun status(): Status = Answers.status(HifazatDoor.status())

    fun wake(reason: Reason): Status = Answers.status(HifazatDoor.wake(reason.word))

    /** Tells the core a place. */
    fun fixArrived(reading: Reading) {
        HifazatDoor.fixArrived(
            reading.latitudeDeg, reading.longitudeDeg, reading.accuracyM, reading.speedMps, reading.headingDeg,
            reading.atMs, reading.provider, reading.mock,
        )
    }

    /** Waits; not on the main thread. */
    fun finish(patienceMs: Long): Boolean = Answers.settled(HifazatDoor.finish(patienceMs))
}
