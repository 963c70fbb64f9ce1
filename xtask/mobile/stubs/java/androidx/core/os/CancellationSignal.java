package androidx.core.os;

public final class CancellationSignal {
  public void cancel() { throw new UnsupportedOperationException(); }
}
