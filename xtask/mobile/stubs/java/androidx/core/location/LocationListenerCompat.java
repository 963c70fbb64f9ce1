package androidx.core.location;

import android.location.LocationListener;
import android.os.Bundle;
import androidx.annotation.NonNull;
import androidx.annotation.Nullable;

public interface LocationListenerCompat extends LocationListener {
  @Override default void onStatusChanged(@NonNull String provider, int status, @Nullable Bundle extras) {}
  @Override default void onProviderEnabled(@NonNull String provider) {}
  @Override default void onProviderDisabled(@NonNull String provider) {}
}
