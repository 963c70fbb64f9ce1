package pk.useful.door

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.Manifest.permission.POST_NOTIFICATIONS
import android.Manifest.permission.RECEIVE_SMS
import android.Manifest.permission.RECORD_AUDIO
import android.Manifest.permission.SEND_SMS
import android.app.Activity
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.Settings

/** Opens the system's screen on which a check can be repaired. It changes nothing by itself: her touch does. */
object Repair {
    /** One way to try; the first that works is taken, and the last always works. */
    sealed class Step {
        /** The system asks her. */
        data class Ask(val permissions: List<String>) : Step()

        /** A screen of the system's settings, about this app where [ofApp]. */
        data class Screen(val action: String, val ofApp: Boolean = false) : Step()

        /** A screen of the maker's. */
        data class Maker(val vendor: Vendor) : Step()

        /** The system asks her whether this trigger may have a place of its own. */
        data class Place(val trigger: Trigger) : Step()

        /** The service begins to listen. */
        object Listen : Step()
    }

    private val DETAILS = Step.Screen(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, ofApp = true)

    /** What to try, by what is wrong with it. What we do not know leads to the app's own page. */
    fun steps(check: String, why: Fact.Why?, sdk: Int, vendor: Vendor?): List<Step> = when (check) {
        "place" -> if (why == Fact.Why.PERMISSION) {
            listOf(Step.Ask(listOf(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)))
        } else {
            listOf(Step.Screen(Settings.ACTION_LOCATION_SOURCE_SETTINGS))
        }
        "texts" -> when (why) {
            Fact.Why.AIRPLANE -> listOf(Step.Screen(Settings.ACTION_AIRPLANE_MODE_SETTINGS))
            Fact.Why.NO_SIM -> listOf(Step.Screen(Settings.ACTION_WIRELESS_SETTINGS))
            else -> listOf(Step.Ask(listOf(SEND_SMS)))
        }
        "notices" -> listOfNotNull(
            Step.Ask(listOf(POST_NOTIFICATIONS)).takeIf { sdk >= 33 && why == Fact.Why.PERMISSION },
            Step.Screen(Settings.ACTION_APP_NOTIFICATION_SETTINGS, ofApp = true),
        )
        "battery" -> when (why) {
            Fact.Why.BATTERY_SAVER -> listOf(Step.Screen(Settings.ACTION_BATTERY_SAVER_SETTINGS))
            // The switch is on the app's own page: AUTO_REVOKE_PERMISSIONS is said to open the same.
            Fact.Why.UNUSED -> emptyList()
            Fact.Why.RESTRICTED -> listOf(Step.Screen(Settings.ACTION_REQUEST_IGNORE_BATTERY_OPTIMIZATIONS, ofApp = true))
            else -> listOfNotNull(vendor?.let(Step::Maker))
        }
        "key" -> listOf(Step.Screen(Settings.ACTION_SECURITY_SETTINGS))
        "clip" -> listOf(Step.Ask(listOf(RECORD_AUDIO)))
        "receipts" -> listOf(Step.Ask(listOf(RECEIVE_SMS)))
        else -> when (val trigger = Trigger.of(check)) {
            Trigger.WIDGET, Trigger.SHORTCUT, Trigger.TILE -> listOf(Step.Place(trigger))
            Trigger.VOLUME_KEYS, Trigger.SHAKE, Trigger.HEADSET -> listOf(Step.Listen)
            Trigger.ASSIST -> listOf(Step.Screen(Settings.ACTION_VOICE_INPUT_SETTINGS))
            Trigger.LOCK_SCREEN, null -> emptyList()
        }
    } + DETAILS

    /** Tries one after the other from her own window, and tells the core that something was opened. */
    fun begin(activity: Activity, check: String) {
        val steps = steps(check, why(activity, check), Build.VERSION.SDK_INT, Vendor.of(Build.MANUFACTURER))
        if (steps.any { take(activity, it) }) HifazatDoor.repairBegun(check)
    }

    private fun why(context: Context, check: String): Fact.Why? = when (check) {
        "place" -> Fact.Why.PERMISSION.takeUnless { Places.isAllowed(context) }
        "texts" -> FactsDesk.texts(context).why
        "notices" -> FactsDesk.notices(context).why
        "battery" -> FactsDesk.battery(context).why
        else -> null
    }

    private fun take(activity: Activity, step: Step): Boolean = when (step) {
        is Step.Ask -> ask(activity, step.permissions)
        is Step.Screen -> open(activity, screen(activity, step))
        is Step.Maker -> step.vendor.screens().any { open(activity, Intent().setComponent(it)) }
        is Step.Place -> place(activity, step.trigger)
        Step.Listen -> AlarmService.begin(activity).let { true }
    }

    private fun place(activity: Activity, trigger: Trigger): Boolean = when (trigger) {
        Trigger.SHORTCUT -> Shortcut.pin(activity)
        Trigger.WIDGET -> HelpWidget.pin(activity)
        else -> HelpTile.add(activity)
    }

    /** After her second "no" the system asks no more and says so nowhere: then the app's own page is the way. */
    private fun ask(activity: Activity, permissions: List<String>): Boolean {
        val asked = activity.getSharedPreferences("door", Context.MODE_PRIVATE)
        val name = "asked ${permissions.first()}"
        val mayAsk = !asked.getBoolean(name, false) || permissions.any(activity::shouldShowRequestPermissionRationale)
        if (!mayAsk) return false
        asked.edit().putBoolean(name, true).apply()
        activity.requestPermissions(permissions.toTypedArray(), 0)
        return true
    }

    private fun screen(context: Context, step: Step.Screen): Intent {
        val intent = Intent(step.action)
        if (!step.ofApp) return intent
        if (step.action == Settings.ACTION_APP_NOTIFICATION_SETTINGS) {
            return intent.putExtra(Settings.EXTRA_APP_PACKAGE, context.packageName)
        }
        return intent.setData(Uri.fromParts("package", context.packageName, null))
    }

    /** Not there, or not for us. */
    private fun open(activity: Activity, intent: Intent): Boolean = try {
        activity.startActivity(intent)
        true
    } catch (notOpened: RuntimeException) {
        false
    }
}
