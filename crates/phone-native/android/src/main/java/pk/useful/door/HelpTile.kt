package pk.useful.door

import android.app.Activity
import android.app.StatusBarManager
import android.content.ComponentName
import android.graphics.drawable.Icon
import android.os.Build
import android.os.SystemClock
import android.service.quicksettings.Tile
import android.service.quicksettings.TileService

/** A tile among the quick settings, also on a locked phone. One touch arms it, a second within three seconds raises. */
class HelpTile : TileService() {
    override fun onStartListening() {
        show(R.string.door_widget, Tile.STATE_INACTIVE)
        if (Heard.note(Trigger.TILE)) FactsDesk.tell(this)
    }

    override fun onTileRemoved() {
        Heard.forget(Trigger.TILE)
        FactsDesk.tell(this)
    }

    override fun onClick() {
        when (taps.tap(SystemClock.elapsedRealtime(), TwoTaps.processAgeMs())) {
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

    companion object {
        private val taps = TwoTaps()

        /** Asks her, by the system's own question, to put the tile among the others. Answers whether it asks. */
        fun add(activity: Activity): Boolean {
            if (Build.VERSION.SDK_INT < 33) return false
            val bar = activity.getSystemService(StatusBarManager::class.java) ?: return false
            val icon = Icon.createWithResource(activity, R.drawable.door_list)
            val tile = ComponentName(activity, HelpTile::class.java)
            bar.requestAddTileService(tile, activity.getString(R.string.door_widget), icon, activity.mainExecutor) {}
            return true
        }
    }
}
