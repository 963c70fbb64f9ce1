package pk.useful.door

import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

class FactsTest {
    private fun texts(radio: Boolean = true, plane: Boolean = false, allowed: Boolean = true, sim: Int = 5) =
        Judged.texts(radio, plane, allowed, sim)

    @Test fun `texts work only with a radio, a card and her leave`() {
        assertEquals(Fact.WORKS, texts())
        assertEquals(Fact.notHere(), texts(radio = false))
        assertEquals(Fact.repair(Fact.Why.AIRPLANE), texts(plane = true, allowed = false))
        for (locked in 1..4) assertEquals(Fact.repair(Fact.Why.NO_SIM), texts(sim = locked))
        assertEquals(Fact.repair(Fact.Why.PERMISSION), texts(allowed = false))
    }

    @Test fun `notices need her leave and their channel`() {
        assertEquals(Fact.WORKS, Judged.notices(allowed = true, channelOff = false))
        assertEquals(Fact.repair(Fact.Why.PERMISSION), Judged.notices(allowed = false, channelOff = true))
        assertEquals(Fact.repair(Fact.Why.OFF), Judged.notices(allowed = true, channelOff = true))
    }

    @Test fun `a clip needs a microphone and her leave`() {
        assertEquals(Fact.WORKS, Judged.clip(hasMicrophone = true, allowed = true))
        assertEquals(Fact.repair(Fact.Why.PERMISSION), Judged.clip(hasMicrophone = true, allowed = false))
        assertEquals(Fact.notHere(Fact.Why.NO_SENSOR), Judged.clip(hasMicrophone = false, allowed = true))
    }

    private fun battery(
        exempt: Boolean = true, restricted: Boolean = false, saving: Boolean = false, kept: Boolean = true, vendor: Vendor? = null,
        woken: Long? = null,
    ) = Judged.battery(exempt, restricted, saving, kept, vendor, woken, NOW)

    @Test fun `the battery's savers are told apart, the worst first`() {
        assertEquals(Fact.WORKS, battery())
        assertEquals(Fact.repair(Fact.Why.RESTRICTED), battery(exempt = false, saving = true))
        assertEquals(Fact.repair(Fact.Why.RESTRICTED), battery(restricted = true))
        assertEquals(Fact.repair(Fact.Why.BATTERY_SAVER), battery(saving = true, vendor = Vendor.XIAOMI))
        assertEquals(Fact.Why.vendor(Vendor.XIAOMI), battery(kept = false, vendor = Vendor.XIAOMI).why)
        assertEquals("after months", Fact.repair(Fact.Why.UNUSED), battery(kept = false))
    }

    @Test fun `a maker that kills apps is believed only after it let us be woken, and not for ever`() {
        val doubted = Fact(Fact.State.REPAIR, Fact.Why.vendor(Vendor.TRANSSION))
        assertEquals("vendor_transsion", doubted.why?.word)
        assertEquals(doubted, battery(vendor = Vendor.TRANSSION))
        assertEquals(Fact.WORKS, battery(vendor = Vendor.TRANSSION, woken = NOW - 3_600_000))
        assertEquals(doubted, battery(vendor = Vendor.TRANSSION, woken = NOW - Judged.BELIEVED_MS - 1))
        assertEquals("a clock that was put back", doubted, battery(vendor = Vendor.TRANSSION, woken = NOW + 1))
    }

    @Test fun `makers are known by the names that their phones give`() {
        val given = mapOf(
            "Xiaomi" to Vendor.XIAOMI, "POCO" to Vendor.XIAOMI, "OPPO" to Vendor.OPPO, "realme" to Vendor.OPPO, "vivo" to Vendor.VIVO,
            "HUAWEI" to Vendor.HUAWEI, "samsung" to Vendor.SAMSUNG, "INFINIX MOBILITY LIMITED" to Vendor.TRANSSION,
            "Infinix" to Vendor.TRANSSION, "TECNO" to Vendor.TRANSSION, "itel" to Vendor.TRANSSION,
        )
        given.forEach { (name, vendor) -> assertEquals(name, vendor, Vendor.of(name)) }
        for (other in listOf(null, "", " ", "Google", "vivobook", "Nokia")) assertNull(other, Vendor.of(other))
    }

    @Test fun `a trigger works only where it was chosen, is listened for, and was heard`() {
        assertEquals(Fact.notHere(Fact.Why.OFF), Judged.listened(chosen = false, service = true, heard = true))
        assertEquals(Fact.repair(Fact.Why.NEEDS_SERVICE), Judged.listened(chosen = true, service = false, heard = true))
        assertNull("nobody knows", Judged.listened(chosen = true, service = true, heard = false))
        assertEquals(Fact.WORKS, Judged.listened(chosen = true, service = true, heard = true))
        assertEquals(Fact.notHere(Fact.Why.NO_SENSOR), Judged.headset(chosen = true, service = true, heard = true, plugged = false))
    }

    @Test fun `a shake is promised as far as the sensor reaches`() {
        val asleep = ShakeSensor.Reach.AWAKE
        assertEquals(Fact.notHere(Fact.Why.NO_SENSOR), Judged.shake(chosen = true, service = true, reach = ShakeSensor.Reach.NONE))
        assertEquals(Fact.WORKS, Judged.shake(chosen = true, service = true, reach = ShakeSensor.Reach.ALWAYS))
        assertEquals(Fact(Fact.State.WORKS, Fact.Why.NEEDS_UNLOCK), Judged.shake(chosen = true, service = true, reach = asleep))
        assertEquals(Fact.notHere(Fact.Why.OFF), Judged.shake(chosen = false, service = true, reach = asleep))
        assertEquals(Fact.repair(Fact.Why.NEEDS_SERVICE), Judged.shake(chosen = true, service = false, reach = asleep))
    }

    @Test fun `the core is told in its own words`() {
        val told = JSONObject(
            Fact.all(
                mapOf(
                    "texts" to Fact.repair(Fact.Why.AIRPLANE),
                    "torch" to Fact.notHere(),
                    "battery" to Fact.repair(Fact.Why.vendor(Vendor.VIVO)),
                    "siren" to Fact.WORKS,
                ),
                mapOf(Trigger.SHAKE to Fact.notHere(Fact.Why.OFF), Trigger.WIDGET to Fact.WORKS),
            ),
        )
        assertEquals(setOf("texts", "torch", "battery", "siren", "triggers", "cards"), told.keys().asSequence().toSet())
        assertEquals("repair airplane", words(told.getJSONObject("texts")))
        assertEquals("works null", words(told.getJSONObject("siren")))
        assertEquals("not_here null", words(told.getJSONObject("torch")))
        assertEquals("repair vendor_vivo", words(told.getJSONObject("battery")))
        assertEquals("not_here off", words(told.getJSONObject("triggers").getJSONObject("shake")))
        assertFalse("what is not known is not told", told.getJSONObject("triggers").has("volume_keys"))
    }

    private fun words(fact: JSONObject) = "${fact["state"]} ${fact["why"]}"

    @Test fun `a repair begins with what can be done at once and ends with the app's own page`() {
        fun steps(check: String, why: Fact.Why? = null, sdk: Int = 34, vendor: Vendor? = null) = Repair.steps(check, why, sdk, vendor)
        for (check in listOf("place", "texts", "notices", "battery", "key", "clip", "shortcut", "shake", "assist", "", "sneeze")) {
            assertEquals(check, Repair.Step.Screen("android.settings.APPLICATION_DETAILS_SETTINGS", ofApp = true), steps(check).last())
        }
        assertTrue(steps("place", Fact.Why.PERMISSION).first() is Repair.Step.Ask)
        assertTrue("given, but switched off", steps("place").first() is Repair.Step.Screen)
        assertEquals(Repair.Step.Ask(listOf("android.permission.SEND_SMS")), steps("texts", Fact.Why.PERMISSION).first())
        assertEquals(Repair.Step.Ask(listOf("android.permission.RECORD_AUDIO")), steps("clip").first())
        assertTrue("nothing to ask before Android 13", steps("notices", Fact.Why.PERMISSION, sdk = 32).first() is Repair.Step.Screen)
        assertEquals("the app's own page at once", 1, steps("battery", Fact.Why.UNUSED, vendor = Vendor.XIAOMI).size)
        assertEquals(Repair.Step.Maker(Vendor.XIAOMI), steps("battery", Fact.Why.vendor(Vendor.XIAOMI), vendor = Vendor.XIAOMI).first())
        assertEquals(Repair.Step.Place(Trigger.WIDGET), steps("widget").first())
        assertEquals(Repair.Step.Listen, steps("headset", Fact.Why.NEEDS_SERVICE).first())
        assertEquals("an unknown check opens only that page", 1, steps("sneeze").size)
    }

    private companion object {
        const val NOW = 1_790_000_000_000
    }
}
