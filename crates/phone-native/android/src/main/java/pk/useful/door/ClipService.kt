package pk.useful.door

import android.Manifest.permission.RECORD_AUDIO
import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.content.pm.ServiceInfo
import android.media.MediaRecorder
import android.os.Build
import android.os.Handler
import android.os.IBinder
import android.os.Looper
import android.os.ParcelFileDescriptor
import android.util.Log
import kotlin.concurrent.thread

/**
 * Records one clip for the alert that the core names, if she chose that and gave leave. The recorder writes into a pipe and
 * the core seals what comes out of it: no file ever holds the sound. A PIN does not end it early, or the sign of the
 * microphone in the status bar would tell one PIN from the other; the core knows what to do with what was recorded.
 */
class ClipService : Service() {
    private val main = Handler(Looper.getMainLooper())
    private var recording = false

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        // First: the system ends a process whose foreground service does not show itself in time.
        val stands = stand()
        Phone.open(this)
        // The core is asked, never the intent.
        val alert = Clip.wanted(HifazatDoor.status())
        if (recording) return START_NOT_STICKY
        if (!stands || alert == null || !isAllowed(this)) {
            leave()
            return START_NOT_STICKY
        }
        recording = true
        thread(name = "clip") {
            record(alert)
            main.post { leave() }
        }
        return START_NOT_STICKY
    }

    private fun stand(): Boolean = try {
        if (Build.VERSION.SDK_INT >= 30) {
            startForeground(NOTICE, Notices.standing(this), ServiceInfo.FOREGROUND_SERVICE_TYPE_MICROPHONE)
        } else {
            startForeground(NOTICE, Notices.standing(this))
        }
        true
    } catch (refused: RuntimeException) {
        Log.w("Numbers", "no recording now: ${refused.javaClass.simpleName}")
        false
    }

    private fun record(alertId: String) {
        val begunAtMs = System.currentTimeMillis()
        val sound = try {
            heard()
        } catch (refused: Exception) {
            // The microphone is in use, or the maker's recorder cannot do this.
            Log.w("Numbers", "nothing was recorded: ${refused.javaClass.simpleName}")
            return
        }
        if (sound.isNotEmpty()) HifazatDoor.clip(alertId, sound, begunAtMs, Clip.MEDIA_TYPE)
        sound.fill(0)
    }

    /** What the microphone hears for the length of a clip. */
    private fun heard(): ByteArray {
        val (reading, writing) = ParcelFileDescriptor.createPipe()
        var sound = ByteArray(0)
        val gathering = thread(name = "clip pipe") {
            ParcelFileDescriptor.AutoCloseInputStream(reading).use { sound = Clip.gather(it, Clip.MOST_BYTES) }
        }
        val recorder = recorder()
        try {
            recorder.setAudioSource(MediaRecorder.AudioSource.MIC)
            // Frames one after another: the other formats go back to their beginning, which a pipe cannot.
            recorder.setOutputFormat(MediaRecorder.OutputFormat.AAC_ADTS)
            recorder.setAudioEncoder(MediaRecorder.AudioEncoder.AAC)
            recorder.setAudioChannels(1)
            recorder.setAudioSamplingRate(Clip.SAMPLES_PER_S)
            recorder.setAudioEncodingBitRate(Clip.BITS_PER_S)
            recorder.setOutputFile(writing.fileDescriptor)
            recorder.prepare()
            recorder.start()
            Thread.sleep(Clip.LENGTH_MS)
            recorder.stop()
        } finally {
            recorder.release()
            writing.close()
            gathering.join()
        }
        return sound
    }

    @Suppress("DEPRECATION") // the newer one came with API 31
    private fun recorder(): MediaRecorder = if (Build.VERSION.SDK_INT >= 31) MediaRecorder(this) else MediaRecorder()

    private fun leave() {
        @Suppress("DEPRECATION")
        stopForeground(true)
        stopSelf()
    }

    override fun onBind(intent: Intent?): IBinder? = null

    companion object {
        private const val NOTICE = 2

        fun isAllowed(context: Context): Boolean =
            context.checkSelfPermission(RECORD_AUDIO) == PackageManager.PERMISSION_GRANTED

        /** Starts it if the core wants a clip and the system lets us. */
        fun begin(context: Context) {
            if (!isAllowed(context) || Clip.wanted(HifazatDoor.status()) == null) return
            val intent = Intent(context, ClipService::class.java)
            try {
                if (Build.VERSION.SDK_INT >= 26) context.startForegroundService(intent) else context.startService(intent)
            } catch (refused: RuntimeException) {
                Log.w("Numbers", "no recording from here: ${refused.javaClass.simpleName}")
            }
        }
    }
}
