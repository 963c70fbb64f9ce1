package com.google.android.gms.location;

import android.location.Location;
import android.os.Looper;
import androidx.annotation.NonNull;
import androidx.annotation.Nullable;
import com.google.android.gms.tasks.CancellationToken;
import com.google.android.gms.tasks.Task;

public interface FusedLocationProviderClient {
  @NonNull Task<Location> getCurrentLocation(@NonNull CurrentLocationRequest request, @Nullable CancellationToken token);
  @NonNull Task<Void> requestLocationUpdates(@NonNull LocationRequest request, @NonNull LocationCallback callback, @Nullable Looper looper);
  @NonNull Task<Void> removeLocationUpdates(@NonNull LocationCallback callback);
}
