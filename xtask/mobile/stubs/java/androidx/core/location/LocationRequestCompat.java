package androidx.core.location;

import androidx.annotation.NonNull;

public final class LocationRequestCompat {
  public static final int QUALITY_HIGH_ACCURACY = 100;
  public static final int QUALITY_BALANCED_POWER_ACCURACY = 102;
  public static final int QUALITY_LOW_POWER = 104;

  private LocationRequestCompat() {}

  public static final class Builder {
    public Builder(long intervalMillis) {}
    @NonNull public Builder setQuality(int quality) { throw new UnsupportedOperationException(); }
    @NonNull public LocationRequestCompat build() { throw new UnsupportedOperationException(); }
  }
}
