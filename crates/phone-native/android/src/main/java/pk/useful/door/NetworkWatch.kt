package pk.useful.door

import android.content.Context
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities.NET_CAPABILITY_INTERNET
import android.net.NetworkRequest
import android.util.Log

/** Wakes the delivery the moment that a network comes. The system calls on a thread of its own. */
class NetworkWatch(context: Context) : ConnectivityManager.NetworkCallback() {
    private val manager: ConnectivityManager? = context.getSystemService(ConnectivityManager::class.java)
    private var watching = false

    fun begin() {
        if (watching) return
        try {
            manager?.registerNetworkCallback(ANY, this)
            watching = manager != null
        } catch (tooMany: RuntimeException) {
            Log.w("Numbers", "the network is not watched: ${tooMany.javaClass.simpleName}")
        }
    }

    fun end() {
        if (watching) manager?.unregisterNetworkCallback(this)
        watching = false
    }

    override fun onAvailable(network: Network) {
        HifazatDoor.networkChanged()
    }

    private companion object {
        /** Any that may lead to the internet; whether it does, the delivery finds out. */
        val ANY: NetworkRequest = NetworkRequest.Builder().addCapability(NET_CAPABILITY_INTERNET).build()
    }
}
