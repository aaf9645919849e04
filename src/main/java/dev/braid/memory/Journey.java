package dev.braid.memory;

/// What keeps shared objects while a message that is not in the arena brings them to another
/// process. It is an envelope in no channel, held by the sender.
///
/// @param block 0 if the message names none
public record Journey(long block, long life) implements Held {
  /// Of a message that names no shared object.
  public static final Journey NONE = new Journey(0, 0);
}
