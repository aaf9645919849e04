package dev.braid;

/// A message is longer than the caller allowed. It has been received, and is here.
public final class BufferTooShortException extends BraidException {
  private static final long serialVersionUID = 1L;

  private final byte[] received;

  BufferTooShortException(byte[] received, int room) {
    super(
        ("the message has %d bytes, and there is room for %d; it is in this exception,"
                + " receivedMessage()")
            .formatted(received.length, room));
    this.received = received.clone();
  }

  /// The whole message.
  public byte[] receivedMessage() {
    return received.clone();
  }
}
