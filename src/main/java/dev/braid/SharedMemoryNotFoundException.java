package dev.braid;

/// There is no shared memory of that name, or no longer; Python's `FileNotFoundError`.
public final class SharedMemoryNotFoundException extends SharedMemoryException {
  private static final long serialVersionUID = 1L;

  SharedMemoryNotFoundException(String name) {
    super(
        "there is no shared memory '%s': it was never created, or unlinked, or its session has ended; create it first"
            .formatted(name));
  }
}
