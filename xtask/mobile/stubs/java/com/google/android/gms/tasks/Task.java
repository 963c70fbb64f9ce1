package com.google.android.gms.tasks;

import androidx.annotation.NonNull;

public abstract class Task<TResult> {
  @NonNull public abstract Task<TResult> addOnFailureListener(@NonNull OnFailureListener listener);
  @NonNull public abstract Task<TResult> addOnSuccessListener(@NonNull OnSuccessListener<? super TResult> listener);
}
