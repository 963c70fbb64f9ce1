package pk.useful.numbers

import android.os.Bundle
import androidx.activity.OnBackPressedCallback
import androidx.activity.enableEdgeToEdge
import pk.useful.door.AppWindow
import pk.useful.door.Windows

class MainActivity : TauriActivity() {
  override fun onCreate(savedInstanceState: Bundle?) {
    enableEdgeToEdge()
    // What was kept holds the activity's number. Only one that is turned goes on under it; any other would come under the
    // number of the one that is being taken down, and go with it.
    super.onCreate(if (windows.isTurning) savedInstanceState else null)
    onBackPressedDispatcher.addCallback(this, object : OnBackPressedCallback(true) {
      // Back puts the app away and ends nothing, as Android itself does from 12 on.
      override fun handleOnBackPressed() {
        moveTaskToBack(true)
      }
    })
    if (windows.made()) AppWindow.wanted()
  }

  override fun onDestroy() {
    super.onDestroy()
    if (windows.gone(isChangingConfigurations)) AppWindow.wanted()
  }

  private companion object {
    /** Of this process. */
    val windows = Windows()
  }
}
