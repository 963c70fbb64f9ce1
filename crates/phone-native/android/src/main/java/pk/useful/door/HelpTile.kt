package pk.useful.door

import android.os.SystemClock
import android.service.quicksettings.Tile
import android.service.quicksettings.TileService

/** A tile among the quick settings, also on a locked phone. One touch arms it, a second within three seconds raises. */
class HelpTile : TileService() {
    override fun onStartListening() = show(R.string.door_widget, Tile.STATE_INACTIVE)

    override fun onClick() {
        when (taps.tap(SystemClock.elapsedRealtime())) {
            TwoTaps.Tap.BOUNCED -> Unit
            TwoTaps.Tap.ARMED -> {
                Feel.armed(this)
                show(R.string.door_again, Tile.STATE_ACTIVE)
            }
            TwoTaps.Tap.PULLED -> {
                val raised = Pull.now(this, Trigger.TILE)
                show(if (raised.durable) R.string.door_saved else R.string.door_not_saved, Tile.STATE_INACTIVE)
            }
        }
    }

    private fun show(text: Int, state: Int) {
        val tile = qsTile ?: return
        tile.label = getString(text)
        tile.state = state
        tile.updateTile()
    }

    private companion object {
        val taps = TwoTaps()
    }
}
