package com.google.android.gms.common;

import android.content.Context;
import androidx.annotation.NonNull;

public class GoogleApiAvailability {
  @NonNull public static GoogleApiAvailability getInstance() { throw new UnsupportedOperationException(); }
  public int isGooglePlayServicesAvailable(@NonNull Context context) { throw new UnsupportedOperationException(); }
}
