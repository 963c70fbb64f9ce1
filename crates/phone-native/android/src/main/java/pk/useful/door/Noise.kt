package pk.useful.door

import android.content.Context
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.media.AudioManager
import android.media.ToneGenerator
import android.os.Handler
import android.os.Looper
import android.util.Log

/**
 * A siren on the alarm stream and a flashing torch, by her own touch only: silence is the default. Each works without the
 * other; a phone without a torch, or one whose camera is in use, still howls.
 */
class Noise(context: Context) {
    private val cameras: CameraManager? = context.getSystemService(CameraManager::class.java)
    private val torch: String? = cameras?.let(::torchOf)
    private val audio: AudioManager? = context.getSystemService(AudioManager::class.java)
    private val main = Handler(Looper.getMainLooper())
    private val strobe = Strobe()
    private var tone: ToneGenerator? = null
    private var volumeBefore: Int? = null
    private var flashing = false

    /** Begins and ends what is wished for; what is so already stays as it is. */
    fun make(siren: Boolean, flash: Boolean) {
        if (siren) howl() else hush()
        if (flash == flashing) return
        flashing = flash
        if (flash) flash() else dark()
    }

    private fun howl() {
        if (tone != null) return
        loudest()
        tone = try {
            ToneGenerator(AudioManager.STREAM_ALARM, ToneGenerator.MAX_VOLUME)
        } catch (noSound: RuntimeException) {
            null
        }
        tone?.startTone(ToneGenerator.TONE_CDMA_EMERGENCY_RINGBACK)
    }

    private fun hush() {
        tone?.stopTone()
        tone?.release()
        tone = null
        volumeBefore?.let(::volume)
        volumeBefore = null
    }

    /** She may have set her alarm clock to whisper. */
    private fun loudest() {
        val audio = audio ?: return
        volumeBefore = audio.getStreamVolume(AudioManager.STREAM_ALARM)
        volume(audio.getStreamMaxVolume(AudioManager.STREAM_ALARM))
    }

    private fun volume(to: Int) {
        try {
            audio?.setStreamVolume(AudioManager.STREAM_ALARM, to, 0)
        } catch (doNotDisturb: SecurityException) {
            Log.w("Numbers", "the volume stays as it is")
        }
    }

    private fun flash() {
        light(strobe.next())
        main.postDelayed(::flash, Strobe.HALF_MS)
    }

    private fun dark() {
        main.removeCallbacksAndMessages(null)
        strobe.rest()
        light(false)
    }

    private fun light(on: Boolean) {
        val camera = torch ?: return
        try {
            cameras?.setTorchMode(camera, on)
        } catch (inUse: CameraAccessException) {
            Log.w("Numbers", "no torch now")
        } catch (gone: IllegalArgumentException) {
            Log.w("Numbers", "no torch any more")
        }
    }

    private companion object {
        fun torchOf(cameras: CameraManager): String? = try {
            cameras.cameraIdList.find {
                cameras.getCameraCharacteristics(it).get(CameraCharacteristics.FLASH_INFO_AVAILABLE) == true
            }
        } catch (unreadable: CameraAccessException) {
            null
        }
    }
}

/** On and off in turn, no faster than three times a second: faster light can bring on a fit. */
class Strobe {
    private var on = false

    fun next(): Boolean {
        on = !on
        return on
    }

    /** The next one is on. */
    fun rest() {
        on = false
    }

    companion object {
        const val HALF_MS = 200L
    }
}
