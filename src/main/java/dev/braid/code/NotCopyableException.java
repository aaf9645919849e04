package dev.braid.code;

import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import org.jspecify.annotations.Nullable;

/// Something can't be copied to another process.
public final class NotCopyableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCopyableException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Finds what it is in `value` that can't.
  static NotCopyableException of(
      String part, @Nullable Object value, Destination to, ObjectStreamException cause) {
    if (cause instanceof NotSerializableException && value != null) {
      Obstacle obstacle = Obstacle.find(part, value);
      return new NotCopyableException(
          "%s (%s) can't be copied to %s: %s"
              .formatted(
                  obstacle.path(), obstacle.type().getTypeName(), to.name(), obstacle.reason(to)),
          cause);
    }
    return new NotCopyableException(
        "%s can't be copied to %s: %s".formatted(part, to.name(), cause), cause);
  }

  /// Something went wrong on the way to it.
  static NotCopyableException of(String part, Destination to, Throwable cause) {
    String why =
        cause instanceof StackOverflowError
            ? "it refers to itself over more objects than the stack has room for; pass a list or an"
                + " array of the parts instead"
            : String.valueOf(cause.getMessage());
    return new NotCopyableException(
        "%s can't be copied to %s: %s".formatted(part, to.name(), why), cause);
  }
}
