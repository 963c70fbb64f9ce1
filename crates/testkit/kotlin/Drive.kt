// Drives the door on a desktop's Java machine: a call on each line of standard input, its words apart by tabs; its answer
// on a line of standard output.

import java.util.concurrent.CyclicBarrier
import kotlin.concurrent.thread
import kotlin.system.exitProcess
import pk.useful.door.HifazatDoor

/** What she touches on the page, as its command in JSON; only the host's build of the library has it. */
private external fun touch(command: String?): String?

/** Text that cannot stand in a line. */
private fun given(word: String): String? = when (word) {
    "(null)" -> null
    "(half a character)" -> "\uD83D"
    else -> word
}

/** What the safe gives: as many bytes as the word has letters. */
private fun key(word: String) = ByteArray(word.length) { word[it].code.toByte() }

private fun ask(words: List<String?>): String? = when (words[0]) {
    "open" -> HifazatDoor.open(words[1], words.getOrNull(2)?.let(::key))
    "raise" -> HifazatDoor.raise(words[1])
    "drill" -> HifazatDoor.drill(words[1])
    "endDrill" -> HifazatDoor.endDrill()
    "takeBack" -> HifazatDoor.takeBack(words[1])
    "cancel" -> HifazatDoor.cancel(words[1], words[2])
    "status" -> HifazatDoor.status()
    "wake" -> HifazatDoor.wake(words[1])
    "networkChanged" -> HifazatDoor.networkChanged()
    "finish" -> HifazatDoor.finish(words[1]!!.toLong())
    "fixArrived" -> HifazatDoor.fixArrived(
        words[1]!!.toDouble(), words[2]!!.toDouble(), words[3]!!.toDouble(), Double.NaN, Double.NaN,
        System.currentTimeMillis(), words[4], false,
    )
    "textsReady" -> HifazatDoor.textsReady(words[1])
    "nextText" -> HifazatDoor.nextText(words[1]!!.toLong())
    "textResult" -> HifazatDoor.textResult(words[1]!!.toLong(), words[2])
    "textArrived" -> HifazatDoor.textArrived(words[1])
    "clip" -> HifazatDoor.clip(words[1], words[2]?.let { sound(it.toInt()) }, words[3]!!.toLong(), words[4])
    "placeAllowed" -> HifazatDoor.placeAllowed(words[1].toBoolean())
    "battery" -> HifazatDoor.battery(words[1]!!.toInt(), words[2].toBoolean())
    "facts" -> HifazatDoor.facts(words[1])
    "repairBegun" -> HifazatDoor.repairBegun(words[1])
    "touch" -> touch(words[1])
    "openAtOnce" -> openAtOnce(words[1], words[2]!!.toInt())
    "timeRaise" -> timeRaise(words[1])
    else -> "there is no call ${words[0]}"
}

/** A recording of so many bytes, the same each time. */
private fun sound(length: Int) = ByteArray(length) { it.toByte() }

/** Opens the phone from many threads in the same moment and raises an alarm from each; answers a list of what each got. */
private fun openAtOnce(folder: String?, starters: Int): String {
    val together = CyclicBarrier(starters)
    val answers = arrayOfNulls<String>(starters)
    val threads = List(starters) { number ->
        thread {
            together.await()
            HifazatDoor.open(folder, null)
            answers[number] = HifazatDoor.raise("widget")
        }
    }
    threads.forEach { it.join() }
    return answers.joinToString(",", "[", "]")
}

/** How long one raise takes as Kotlin sees it, in nanoseconds. */
private fun timeRaise(trigger: String?): String {
    val before = System.nanoTime()
    val answer = HifazatDoor.raise(trigger)
    val took = System.nanoTime() - before
    return if (answer != null && answer.contains("\"durable\":true")) took.toString() else "not durable: $answer"
}

fun main() {
    for (line in generateSequence(::readLine)) {
        println(ask(line.split('\t').map(::given)))
    }
    exitProcess(0)
}
