package pk.useful.door

import android.content.ComponentName
import java.util.Locale

/**
 * Makers whose phones end apps beyond Android's own rules (dontkillmyapp.com), and the screens where she can spare one. No
 * maker documents them and each changes them: the names are those that several public apps open, tried in order. What no
 * longer exists is passed over.
 */
enum class Vendor(val word: String, private val makers: Set<String>, private val screens: List<Pair<String, String>>) {
    XIAOMI(
        "xiaomi",
        setOf("xiaomi", "redmi", "poco"),
        listOf("com.miui.securitycenter" to "com.miui.permcenter.autostart.AutoStartManagementActivity"),
    ),
    OPPO(
        "oppo",
        setOf("oppo", "realme", "oneplus"),
        listOf(
            "com.coloros.safecenter" to "com.coloros.safecenter.permission.startup.StartupAppListActivity",
            "com.coloros.safecenter" to "com.coloros.safecenter.startupapp.StartupAppListActivity",
            "com.oppo.safe" to "com.oppo.safe.permission.startup.StartupAppListActivity",
            "com.oneplus.security" to "com.oneplus.security.chainlaunch.view.ChainLaunchAppListActivity",
        ),
    ),
    VIVO(
        "vivo",
        setOf("vivo", "iqoo"),
        listOf(
            "com.vivo.permissionmanager" to "com.vivo.permissionmanager.activity.BgStartUpManagerActivity",
            "com.iqoo.secure" to "com.iqoo.secure.ui.phoneoptimize.AddWhiteListActivity",
        ),
    ),
    HUAWEI(
        "huawei",
        setOf("huawei", "honor"),
        listOf(
            "com.huawei.systemmanager" to "com.huawei.systemmanager.startupmgr.ui.StartupNormalAppListActivity",
            "com.huawei.systemmanager" to "com.huawei.systemmanager.appcontrol.activity.StartupAppControlActivity",
            "com.huawei.systemmanager" to "com.huawei.systemmanager.optimize.process.ProtectActivity",
            "com.hihonor.systemmanager" to "com.hihonor.systemmanager.startupmgr.ui.StartupNormalAppListActivity",
        ),
    ),
    SAMSUNG(
        "samsung",
        setOf("samsung"),
        listOf("com.samsung.android.lool" to "com.samsung.android.sm.ui.battery.BatteryActivity"),
    ),

    /** Infinix, Tecno and itel. */
    TRANSSION(
        "transsion",
        setOf("infinix", "tecno", "itel", "transsion"),
        listOf(
            "com.transsion.phonemaster" to "com.cyin.himgr.autostart.AutoStartActivity",
            "com.transsion.phonemanager" to "com.itel.autobootmanager.activity.AutoBootMgrActivity",
        ),
    ),
    ;

    fun screens(): List<ComponentName> = screens.map { (app, screen) -> ComponentName(app, screen) }

    companion object {
        /** By `Build.MANUFACTURER`, which some write with the country or the firm's form: "INFINIX MOBILITY LIMITED". */
        fun of(manufacturer: String?): Vendor? {
            val first = manufacturer?.trim()?.lowercase(Locale.ROOT)?.split(' ', '-', '_')?.first() ?: return null
            return values().find { first in it.makers }
        }
    }
}
