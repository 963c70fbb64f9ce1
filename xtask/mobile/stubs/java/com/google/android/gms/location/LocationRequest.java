package com.google.android.gms.location;

import androidx.annotation.NonNull;

public final class LocationRequest {
  LocationRequest() {}

  public static final class Builder {
    public Builder(long intervalMillis) {}
    @NonNull public Builder setMaxUpdateDelayMillis(long millis) { throw new UnsupportedOperationException(); }
    @NonNull public Builder setMinUpdateIntervalMillis(long millis) { throw new UnsupportedOperationException(); }
    @NonNull public Builder setPriority(int priority) { throw new UnsupportedOperationException(); }
    @NonNull public LocationRequest build() { throw new UnsupportedOperationException(); }
  }
}
