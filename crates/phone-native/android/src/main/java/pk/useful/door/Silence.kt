package pk.useful.door

import android.content.Context
import android.media.AudioAttributes
import android.media.AudioFormat
import android.media.AudioManager
import android.media.AudioPlaybackConfiguration
import android.media.AudioTrack
import android.os.Build
import android.os.Handler
import android.os.Looper
import android.util.Log

/** Plays a moment of nothing, so that a headset's button comes to us; again when whoever played since has stopped. */
class Silence(context: Context) {
    private val manager: AudioManager? = context.getSystemService(AudioManager::class.java)
    private val main = Handler(Looper.getMainLooper())
    private var track: AudioTrack? = null
    private var players: AudioManager.AudioPlaybackCallback? = null

    fun begin() {
        if (Build.VERSION.SDK_INT < 26) return
        play()
        players = object : AudioManager.AudioPlaybackCallback() {
            private var others = false

            override fun onPlaybackConfigChanged(configs: MutableList<AudioPlaybackConfiguration>) {
                if (track != null) return
                if (configs.isEmpty() && others) play()
                others = configs.isNotEmpty()
            }
        }.also { manager?.registerAudioPlaybackCallback(it, main) }
    }

    fun end() {
        main.removeCallbacksAndMessages(null)
        if (Build.VERSION.SDK_INT >= 26) players?.let { manager?.unregisterAudioPlaybackCallback(it) }
        players = null
        stop()
    }

    private fun play() {
        stop()
        try {
            track = AudioTrack.Builder()
                .setAudioAttributes(AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_MEDIA).build())
                .setAudioFormat(FORMAT)
                .setTransferMode(AudioTrack.MODE_STATIC)
                .setBufferSizeInBytes(NOTHING.size)
                .build()
                .apply {
                    write(NOTHING, 0, NOTHING.size)
                    play()
                }
        } catch (noSound: RuntimeException) {
            Log.w("Numbers", "no sound: ${noSound.javaClass.simpleName}")
        }
        main.postDelayed(::stop, LASTS_MS)
    }

    private fun stop() {
        track?.release()
        track = null
    }

    private companion object {
        const val RATE_HZ = 8_000
        const val LASTS_MS = 500L
        val NOTHING = ByteArray(2 * RATE_HZ / 4)
        val FORMAT: AudioFormat = AudioFormat.Builder()
            .setEncoding(AudioFormat.ENCODING_PCM_16BIT)
            .setSampleRate(RATE_HZ)
            .setChannelMask(AudioFormat.CHANNEL_OUT_MONO)
            .build()
    }
}
