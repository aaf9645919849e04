package dev.braid;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Functions that go to where the data is, if they can.
final class Sending {
  private Sending() {}

  /// What the first call gives; what the second one does if the first fails because its function
  /// can't be sent. When it could be, it has run, and its result may be what can't be copied.
  static <T extends @Nullable Object> T orElse(Supplier<T> there, Supplier<T> here) {
    try {
      return there.get();
    } catch (CopyException e) {
      if (!e.isUnsent()) {
        throw e;
      }
      return here.get();
    }
  }

  /// As [#orElse(Supplier, Supplier)].
  static void orElse(Runnable there, Runnable here) {
    try {
      there.run();
    } catch (CopyException e) {
      if (!e.isUnsent()) {
        throw e;
      }
      here.run();
    }
  }
}
