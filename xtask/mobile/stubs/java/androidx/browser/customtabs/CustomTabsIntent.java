package androidx.browser.customtabs;

import android.content.Context;
import android.net.Uri;
import androidx.annotation.NonNull;

public final class CustomTabsIntent {
  CustomTabsIntent() {}

  public void launchUrl(@NonNull Context context, @NonNull Uri url) { throw new UnsupportedOperationException(); }

  public static final class Builder {
    @NonNull public CustomTabsIntent build() { throw new UnsupportedOperationException(); }
  }
}
