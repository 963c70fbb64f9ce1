package com.google.android.gms.common;

public final class ConnectionResult {
  public static final int SUCCESS = 0;

  private ConnectionResult() {}
}
