package androidx.core.location;

import android.location.Location;
import android.location.LocationManager;
import androidx.annotation.NonNull;
import androidx.annotation.Nullable;
import androidx.core.os.CancellationSignal;
import androidx.core.util.Consumer;
import java.util.concurrent.Executor;

public final class LocationManagerCompat {
  public static boolean isLocationEnabled(@NonNull LocationManager manager) { throw new UnsupportedOperationException(); }

  public static void getCurrentLocation(@NonNull LocationManager manager, @NonNull String provider,
      @Nullable CancellationSignal signal, @NonNull Executor executor, @NonNull Consumer<Location> consumer) {
    throw new UnsupportedOperationException();
  }

  public static void requestLocationUpdates(@NonNull LocationManager manager, @NonNull String provider,
      @NonNull LocationRequestCompat request, @NonNull Executor executor, @NonNull LocationListenerCompat listener) {
    throw new UnsupportedOperationException();
  }

  public static void removeUpdates(@NonNull LocationManager manager, @NonNull LocationListenerCompat listener) {
    throw new UnsupportedOperationException();
  }

  private LocationManagerCompat() {}
}
