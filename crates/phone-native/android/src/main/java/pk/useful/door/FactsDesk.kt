package pk.useful.door

import android.Manifest.permission.POST_NOTIFICATIONS
import android.Manifest.permission.SEND_SMS
import android.app.ActivityManager
import android.app.NotificationManager
import android.appwidget.AppWidgetManager
import android.content.BroadcastReceiver
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.content.pm.PackageManager
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.media.AudioDeviceInfo
import android.media.AudioManager
import android.os.Build
import android.os.PowerManager
import android.provider.Settings
import android.util.Log
import java.util.concurrent.Executors

/**
 * Reads what only the system knows and tells the core, on a thread of its own: the system may be slow to answer, and a tap
 * waits for none of it. Told at the start, whenever she comes back to the app, after boot and update, and when the system
 * says that something changed.
 */
object FactsDesk {
    private val desk = Executors.newSingleThreadExecutor { work -> Thread(work, "facts") }
    private var listening = false

    fun tell(context: Context) {
        val app = context.applicationContext ?: context
        desk.execute {
            try {
                listen(app)
                // From the app's first hour on.
                Pull.afterwards("the job") { CarryJob.often(app) }
                val status = Phone.open(app)
                // A door that does not answer takes nothing back.
                if (status.errorCode == null) TextReceiver.follow(app, status.wishes.receipts)
                HifazatDoor.facts(read(app))
                Places.tellOpen(app)
            } catch (unreadable: RuntimeException) {
                // What cannot be read is told by nobody, and stays unknown.
                Log.w("Numbers", "the system does not say: ${unreadable.javaClass.simpleName}")
            }
        }
    }

    private fun read(context: Context): String = Fact.all(
        things = mapOf(
            "texts" to texts(context),
            "notices" to notices(context),
            "battery" to battery(context),
            "siren" to Fact.WORKS,
            "torch" to if (has(context, PackageManager.FEATURE_CAMERA_FLASH)) Fact.WORKS else Fact.notHere(),
            "clip" to Judged.clip(has(context, PackageManager.FEATURE_MICROPHONE), ClipService.isAllowed(context)),
            "receipts" to Judged.receipts(has(context, PackageManager.FEATURE_TELEPHONY), TextReceiver.isAllowed(context)),
        ),
        triggers = triggers(context),
        cards = CardReader.read(context),
    )

    private fun has(context: Context, feature: String) = context.packageManager.hasSystemFeature(feature)

    fun texts(context: Context): Fact = Judged.texts(
        hasRadio = has(context, PackageManager.FEATURE_TELEPHONY),
        airplane = Settings.Global.getInt(context.contentResolver, Settings.Global.AIRPLANE_MODE_ON, 0) != 0,
        allowed = context.checkSelfPermission(SEND_SMS) == PERMISSION_GRANTED,
        simState = CardReader.simState(context),
    )

    fun notices(context: Context): Fact {
        val manager = context.getSystemService(NotificationManager::class.java) ?: return Fact.notHere()
        val asked = Build.VERSION.SDK_INT < 33 || context.checkSelfPermission(POST_NOTIFICATIONS) == PERMISSION_GRANTED
        return Judged.notices(asked && manager.areNotificationsEnabled(), Notices.isOff(manager))
    }

    fun battery(context: Context): Fact {
        val power = context.getSystemService(PowerManager::class.java) ?: return Fact.notHere()
        val activities = context.getSystemService(ActivityManager::class.java)
        return Judged.battery(
            exempt = power.isIgnoringBatteryOptimizations(context.packageName),
            restricted = Build.VERSION.SDK_INT >= 28 && activities?.isBackgroundRestricted == true,
            saving = power.isPowerSaveMode,
            kept = Build.VERSION.SDK_INT < 30 || context.packageManager.isAutoRevokeWhitelisted,
            vendor = Vendor.of(Build.MANUFACTURER),
            wokenAloneMs = Alone.lastMs(context),
            nowMs = System.currentTimeMillis(),
        )
    }

    private fun triggers(context: Context): Map<Trigger, Fact> {
        val chosen = Phone.status().wishes.chosen
        val service = AlarmService.listens
        val heard = Heard.all()
        fun key(trigger: Trigger) = Judged.listened(trigger in chosen, service, trigger in heard)
        val headset = Trigger.HEADSET
        return mapOf(
            Trigger.WIDGET to Judged.placed(widgets(context)),
            Trigger.TILE to if (Trigger.TILE in heard) Fact.WORKS else null,
            Trigger.SHORTCUT to Shortcut.fact(context),
            Trigger.VOLUME_KEYS to key(Trigger.VOLUME_KEYS),
            Trigger.SHAKE to Judged.shake(Trigger.SHAKE in chosen, service, ShakeSensor.reach(context)),
            headset to Judged.headset(headset in chosen, service, headset in heard, isPlugged(context)),
        ).known()
    }

    private fun <K> Map<K, Fact?>.known(): Map<K, Fact> = entries.mapNotNull { (key, fact) -> fact?.let { key to it } }.toMap()

    private fun widgets(context: Context): Boolean =
        AppWidgetManager.getInstance(context)?.getAppWidgetIds(ComponentName(context, HelpWidget::class.java))?.isNotEmpty() == true

    private fun isPlugged(context: Context): Boolean {
        val devices = context.getSystemService(AudioManager::class.java)?.getDevices(AudioManager.GET_DEVICES_OUTPUTS)
        return devices?.any { it.type in HEADSETS } == true
    }

    /** Once for a process, for as long as it lives. */
    private fun listen(context: Context) {
        if (listening) return
        listening = true
        val changes = IntentFilter().apply { CHANGES.forEach(::addAction) }
        if (Build.VERSION.SDK_INT >= 33) {
            context.registerReceiver(Changed, changes, Context.RECEIVER_NOT_EXPORTED)
        } else {
            context.registerReceiver(Changed, changes)
        }
    }

    /** Reads nothing of what it hears but that it was heard: a forged one makes us look again, and no more. */
    private object Changed : BroadcastReceiver() {
        override fun onReceive(context: Context, intent: Intent?) = tell(context)
    }

    private val HEADSETS = setOf(
        AudioDeviceInfo.TYPE_WIRED_HEADSET, AudioDeviceInfo.TYPE_BLUETOOTH_A2DP, AudioDeviceInfo.TYPE_BLUETOOTH_SCO,
        AudioDeviceInfo.TYPE_USB_HEADSET,
    )

    private val CHANGES = listOf(
        Intent.ACTION_AIRPLANE_MODE_CHANGED,
        "android.intent.action.SIM_STATE_CHANGED", // sent since Android 1, named by no public constant
        PowerManager.ACTION_POWER_SAVE_MODE_CHANGED,
        "android.os.action.POWER_SAVE_WHITELIST_CHANGED", // the exemption from battery saving; as above
        "android.app.action.APP_BLOCK_STATE_CHANGED", // from Android 9
        "android.app.action.NOTIFICATION_CHANNEL_BLOCK_STATE_CHANGED",
        "android.location.PROVIDERS_CHANGED",
        AudioManager.ACTION_HEADSET_PLUG,
    )
}
