package pk.useful.door

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import kotlin.concurrent.thread

/** Carries on when the system has killed us, or lets no service run: at once when there is a network, and every so often. */
class CarryJob : JobService() {
    private val runs = Runs()

    override fun onStartJob(params: JobParameters?): Boolean {
        val run = runs.begin(params?.jobId ?: 0)
        thread(name = "carry") {
            Alone.woken(this)
            Phone.open(this)
            AlarmService.tries(this, Phone.wake(Reason.JOB))
            FactsDesk.tell(this)
            val texts = TextSender(this).apply { begin() }
            val settled = Phone.finish(Standing.JOB_PATIENCE_MS)
            texts.end()
            if (!run.stopped) jobFinished(params, !settled)
        }
        return true
    }

    /** The system wants its time back; what is left goes with the next one. */
    override fun onStopJob(params: JobParameters?): Boolean {
        runs.stop(params?.jobId ?: 0)
        return true
    }

    companion object {
        private const val SOON = 1
        private const val OFTEN = 2
        private const val AGAIN_MS = 30_000L

        fun soon(context: Context) = schedule(context, SOON) {
            setMinimumLatency(0).setOverrideDeadline(0).setBackoffCriteria(AGAIN_MS, JobInfo.BACKOFF_POLICY_LINEAR)
        }

        /** Survives a restart of the phone. One that is there is left alone: it would begin to count anew. */
        fun often(context: Context) {
            val there = context.getSystemService(JobScheduler::class.java)?.getPendingJob(OFTEN)
            if (there == null) schedule(context, OFTEN) { setPeriodic(Standing.JOB_EVERY_MS).setPersisted(true) }
        }

        private fun schedule(context: Context, id: Int, how: JobInfo.Builder.() -> JobInfo.Builder) {
            val scheduler = context.getSystemService(JobScheduler::class.java) ?: return
            scheduler.schedule(JobInfo.Builder(id, ComponentName(context, CarryJob::class.java)).how().build())
        }
    }
}
