package com.google.android.gms.location;

import android.location.Location;
import androidx.annotation.Nullable;

public final class LocationResult {
  LocationResult() {}

  @Nullable public Location getLastLocation() { throw new UnsupportedOperationException(); }
}
