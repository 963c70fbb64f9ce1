package pk.useful.door

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties.BLOCK_MODE_GCM
import android.security.keystore.KeyProperties.ENCRYPTION_PADDING_NONE
import android.security.keystore.KeyProperties.KEY_ALGORITHM_AES
import android.security.keystore.KeyProperties.PURPOSE_DECRYPT
import android.security.keystore.KeyProperties.PURPOSE_ENCRYPT
import java.security.Key
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.spec.GCMParameterSpec

/**
 * Android's own, in hardware where the phone has some. Its keys ask for no finger and no unlocked phone: an alarm must be
 * saved on a locked one.
 */
object Keystore : SafeKey.Keystore {
    override fun make(name: String) {
        val use = KeyGenParameterSpec.Builder(name, PURPOSE_ENCRYPT or PURPOSE_DECRYPT)
            .setBlockModes(BLOCK_MODE_GCM)
            .setEncryptionPaddings(ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BITS)
            .build()
        KeyGenerator.getInstance(KEY_ALGORITHM_AES, PROVIDER).run {
            init(use)
            generateKey()
        }
    }

    /** The nonce, which the Keystore chooses, before what it sealed. */
    override fun seal(name: String, plain: ByteArray): ByteArray = cipher().run {
        init(Cipher.ENCRYPT_MODE, key(name))
        iv + doFinal(plain)
    }

    override fun open(name: String, sealed: ByteArray): ByteArray = cipher().run {
        init(Cipher.DECRYPT_MODE, key(name), GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES))
        doFinal(sealed, NONCE_BYTES, sealed.size - NONCE_BYTES)
    }

    override fun forget(name: String) = keys().deleteEntry(name)

    private fun cipher(): Cipher = Cipher.getInstance("AES/GCM/NoPadding")

    private fun key(name: String): Key? = keys().getKey(name, null)

    private fun keys(): KeyStore = KeyStore.getInstance(PROVIDER).apply { load(null) }

    private const val PROVIDER = "AndroidKeyStore"
    private const val KEY_BITS = 256
    private const val TAG_BITS = 128
    private const val NONCE_BYTES = 12
}
