package pk.useful.door

import android.content.Context
import android.content.Intent
import android.media.AudioManager
import android.media.VolumeProvider
import android.media.session.MediaSession
import android.media.session.PlaybackState
import android.os.SystemClock
import android.view.KeyEvent

/**
 * Hears the volume keys and a headset's button through media sessions, the only way that Android leaves a service.
 *
 * **Volume keys** go to the session that says it plays something elsewhere; ours hands each press on to the music's volume.
 * They do not come while another app plays, during a call, or where the system wants a real device to play on before it gives
 * the keys away (`MediaSessionRecord.canHandleVolumeKey`: Android 14 everywhere, 13 and others by their maker). So nothing
 * here says "works" before a key was heard.
 *
 * **A headset's button** goes to the app that played a sound last (from Android 8 on): [Silence] makes that us, again after
 * each other player.
 */
class MediaKeys(private val context: Context) {
    private val turns = Turns()
    private val presses = Presses()
    private val silence = Silence(context)
    private var elsewhere: MediaSession? = null
    private var here: MediaSession? = null

    fun volumeKeys(on: Boolean) {
        if (on == (elsewhere != null)) return
        elsewhere = if (on) session { setPlaybackToRemote(keys()) } else ended(elsewhere)
        if (!on) Heard.forget(Trigger.VOLUME_KEYS)
    }

    fun headset(on: Boolean) {
        if (on == (here != null)) return
        here = if (on) session {} else ended(here)
        if (on) silence.begin() else silence.end()
        if (!on) Heard.forget(Trigger.HEADSET)
    }

    /** A session without a callback is given no key, of the volume's neither; the buttons go to whichever of ours Android takes. */
    private fun session(how: MediaSession.() -> Unit): MediaSession {
        val playing = PlaybackState.Builder()
            .setState(PlaybackState.STATE_PLAYING, PlaybackState.PLAYBACK_POSITION_UNKNOWN, 0f)
            .setActions(PlaybackState.ACTION_PLAY_PAUSE)
        return MediaSession(context, "list").apply {
            @Suppress("DEPRECATION") // needed before Android 8
            setFlags(MediaSession.FLAG_HANDLES_MEDIA_BUTTONS or MediaSession.FLAG_HANDLES_TRANSPORT_CONTROLS)
            setCallback(buttons())
            how()
            setPlaybackState(playing.build())
            isActive = true
        }
    }

    private fun ended(session: MediaSession?): MediaSession? {
        session?.release()
        return null
    }

    private fun keys() = object : VolumeProvider(VOLUME_CONTROL_RELATIVE, 2, 1) {
        override fun onAdjustVolume(direction: Int) {
            if (Heard.note(Trigger.VOLUME_KEYS)) FactsDesk.tell(context)
            // By the stream's name: a general change would come back to us.
            context.getSystemService(AudioManager::class.java)
                ?.adjustStreamVolume(AudioManager.STREAM_MUSIC, direction, AudioManager.FLAG_SHOW_UI)
            if (turns.press(direction, SystemClock.elapsedRealtime())) Pull.now(context, Trigger.VOLUME_KEYS)
        }
    }

    private fun buttons() = object : MediaSession.Callback() {
        override fun onMediaButtonEvent(intent: Intent): Boolean {
            if (here == null) return false
            @Suppress("DEPRECATION") // the newer way to it came with API 33
            val event = intent.getParcelableExtra<KeyEvent>(Intent.EXTRA_KEY_EVENT)
            if (event == null || event.keyCode !in BUTTONS) return false
            if (Heard.note(Trigger.HEADSET)) FactsDesk.tell(context)
            val pressed = event.action == KeyEvent.ACTION_DOWN && event.repeatCount == 0
            if (pressed && presses.press(SystemClock.elapsedRealtime())) Pull.now(context, Trigger.HEADSET)
            return true
        }
    }

    private companion object {
        val BUTTONS = setOf(
            KeyEvent.KEYCODE_HEADSETHOOK, KeyEvent.KEYCODE_MEDIA_PLAY_PAUSE, KeyEvent.KEYCODE_MEDIA_PLAY, KeyEvent.KEYCODE_MEDIA_PAUSE,
        )
    }
}
