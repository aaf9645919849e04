package dev.braid.code;

import java.io.NotSerializableException;
import java.io.ObjectStreamException;

/// Something can't be copied to another process.
public final class NotCopyableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCopyableException(String message, Throwable cause) {
    super(message, cause);
  }

  static NotCopyableException of(String part, Object value, ObjectStreamException cause) {
    if (cause instanceof NotSerializableException) {
      Obstacle obstacle = Obstacle.find(part, value);
      return new NotCopyableException(
          "%s (%s) can't be copied to a child process: %s"
              .formatted(obstacle.path(), obstacle.type().getTypeName(), obstacle.reason()),
          cause);
    }
    return new NotCopyableException(
        "%s can't be copied to a child process: %s".formatted(part, cause), cause);
  }
}
