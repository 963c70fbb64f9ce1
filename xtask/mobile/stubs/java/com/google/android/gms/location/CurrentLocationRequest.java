package com.google.android.gms.location;

import androidx.annotation.NonNull;

public final class CurrentLocationRequest {
  CurrentLocationRequest() {}

  public static final class Builder {
    @NonNull public Builder setPriority(int priority) { throw new UnsupportedOperationException(); }
    @NonNull public Builder setDurationMillis(long durationMillis) { throw new UnsupportedOperationException(); }
    @NonNull public CurrentLocationRequest build() { throw new UnsupportedOperationException(); }
  }
}
