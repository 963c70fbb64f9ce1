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
    private val main = Handler(Looper.getMainLooper())
    private var tone: ToneGenerator? = null
    private val strobe = Strobe()

    fun begin() {
        if (tone != null) return
        tone = try {
            ToneGenerator(AudioManager.STREAM_ALARM, ToneGenerator.MAX_VOLUME)
        } catch (noSound: RuntimeException) {
            null
        }
        tone?.startTone(ToneGenerator.TONE_CDMA_EMERGENCY_RINGBACK)
        flash()
    }

    fun end() {
        main.removeCallbacksAndMessages(null)
        tone?.stopTone()
        tone?.release()
        tone = null
        light(false)
    }

    private fun flash() {
        light(strobe.next())
        main.postDelayed(::flash, Strobe.HALF_MS)
    }

    private fun light(on: Boolean) {
        val camera = torch ?: return
        try {
            cameras?.setTorchMode(camera, on)
        } catch (inUse: CameraAccessException) {
            Log.w("Numbers", "no torch now")
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

    companion object {
        const val HALF_MS = 200L
    }
}
