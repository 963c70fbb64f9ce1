package pk.useful.door

/** What a receipt by text looks like from outside (docs/protocol.md), so that no other text goes any further. */
object Receipts {
    private const val CHARACTERS = 152

    /** 114 bytes in base64url that begin with version 1 and kind 7. */
    private val SHAPE = Regex("AQ[cdef][A-Za-z0-9_-]{149}")

    /** The receipt, if the text is one: of a single part, with nothing but white space around it. */
    fun of(parts: List<String?>): String? = parts.singleOrNull()?.trim()?.takeIf { it.length == CHARACTERS && SHAPE.matches(it) }
}
