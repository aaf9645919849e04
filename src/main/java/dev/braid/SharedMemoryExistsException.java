package dev.braid;

/// The session has shared memory of that name already; Python's `FileExistsError`.
public final class SharedMemoryExistsException extends SharedMemoryException {
  private static final long serialVersionUID = 1L;

  SharedMemoryExistsException(String name, Throwable cause) {
    super(
        "shared memory '%s' exists already; attach to it, unlink it, or choose another name"
            .formatted(name),
        cause);
  }
}
