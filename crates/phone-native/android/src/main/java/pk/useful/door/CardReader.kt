package pk.useful.door

import android.content.Context
import android.os.Build
import android.telephony.SmsManager
import android.telephony.SubscriptionManager
import android.telephony.TelephonyManager

/**
 * The cards, as far as the system tells of them without a permission: from Android 10 on. The permission that would tell more
 * (READ_PHONE_STATE) is asked in words about managing her calls, and is not worth it; before Android 10 texts go by the card that
 * the system uses.
 */
object CardReader {
    fun read(context: Context): List<Card> {
        if (Build.VERSION.SDK_INT < 29) return emptyList()
        val subscriptions = context.getSystemService(SubscriptionManager::class.java) ?: return emptyList()
        val telephony = context.getSystemService(TelephonyManager::class.java) ?: return emptyList()
        return try {
            (0 until slots(telephony)).mapNotNull { card(subscriptions, telephony, it) }
        } catch (untold: RuntimeException) {
            // A maker who wants a permission for it: then there is no choice.
            emptyList()
        }
    }

    /** A card is ready, or in the words of the system what is in its way. */
    fun simState(context: Context): Int {
        if (read(context).isNotEmpty()) return TelephonyManager.SIM_STATE_READY
        return context.getSystemService(TelephonyManager::class.java)?.simState ?: TelephonyManager.SIM_STATE_UNKNOWN
    }

    /** The card that the system uses for texts; below zero: it asks each time. */
    fun system(): Int = SubscriptionManager.getDefaultSmsSubscriptionId()

    @Suppress("DEPRECATION") // the newer ways came with API 31
    fun manager(context: Context, card: Card?): SmsManager = when {
        Build.VERSION.SDK_INT >= 31 -> {
            val any = context.getSystemService(SmsManager::class.java)
            if (card == null) any else any.createForSubscriptionId(card.subscription)
        }
        card == null -> SmsManager.getDefault()
        else -> SmsManager.getSmsManagerForSubscriptionId(card.subscription)
    }

    @Suppress("DEPRECATION") // the newer way came with API 30
    private fun slots(telephony: TelephonyManager): Int =
        if (Build.VERSION.SDK_INT >= 30) telephony.activeModemCount else telephony.phoneCount

    @Suppress("DEPRECATION") // the newer way came with API 34
    private fun card(subscriptions: SubscriptionManager, telephony: TelephonyManager, slot: Int): Card? {
        if (telephony.getSimState(slot) != TelephonyManager.SIM_STATE_READY) return null
        val subscription = subscriptions.getSubscriptionIds(slot)?.firstOrNull() ?: return null
        val its = telephony.createForSubscriptionId(subscription)
        return Card(slot + 1, subscription, its.simOperatorName.orEmpty(), served = !its.networkOperatorName.isNullOrEmpty())
    }
}
