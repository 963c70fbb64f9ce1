package com.google.android.gms.location;

import android.content.Context;
import androidx.annotation.NonNull;

public final class LocationServices {
  @NonNull public static FusedLocationProviderClient getFusedLocationProviderClient(@NonNull Context context) {
    throw new UnsupportedOperationException();
  }

  private LocationServices() {}
}
