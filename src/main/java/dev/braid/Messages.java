package dev.braid;

import dev.braid.code.Codec;
import dev.braid.code.NotCopyableException;
import dev.braid.code.NotReadableException;
import dev.braid.memory.ArenaFullException;
import dev.braid.memory.Channel;
import dev.braid.memory.Deadline;
import dev.braid.memory.Incoming;
import dev.braid.memory.Lookout;
import dev.braid.memory.Message;
import dev.braid.memory.SharedArena;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values in and out of channels, with the errors that users know.
final class Messages {
  private Messages() {}

  /// A new channel.
  ///
  /// @param limit of messages, 0 for none
  /// @param byteLimit of bytes, 0 for none
  static Channel channel(long limit, long byteLimit) {
    return InArena.made(arena -> Channel.create(arena, limit, byteLimit));
  }

  /// A copy of the value, as bytes.
  static Message encode(String what, @Nullable Object value) {
    try {
      return Codec.current().encode(what, value);
    } catch (NotCopyableException e) {
      throw new CopyException(e);
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    }
  }

  /// Puts; false if there was no room up to the deadline, or nobody is left who could get.
  static boolean put(Channel channel, Message message, Deadline deadline, Lookout lookout)
      throws InterruptedException {
    try {
      return channel.put(message, deadline, lookout);
    } catch (ArenaFullException e) {
      throw new SharedMemoryFullException(e);
    }
  }

  /// The value of a message that was taken.
  static @Nullable Object decode(Incoming message) {
    try (message) {
      return Codec.current().decode(message.memory(), message.offset(), message.length());
    } catch (NotReadableException e) {
      throw new UnreadableException(e);
    }
  }

  /// Who died with that channel's block and left this process alone with it, if he was killed or
  /// failed.
  static Optional<String> victim(Channel channel) {
    return SharedArena.current()
        .lostHolder(channel.block())
        .filter(process -> process.exitCode().orElse(0) != 0)
        .map(Object::toString);
  }
}
