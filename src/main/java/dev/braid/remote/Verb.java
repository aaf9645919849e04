package dev.braid.remote;

import org.jspecify.annotations.Nullable;

/// What a message says. Its code is the message's first element.
///
/// ```text
///  by the client
///   HELLO      client (UUID)                         first of all
///   CALL       number, object, method, arguments...  answered by one of the next group
///   CANCEL     number                                interrupts that call
///   HOLD       hold, object                          answered as a call; keeps it for the client
///   RELEASE    hold                                  answered as a call; ends that hold
///   PING                                             answered by PONG, also during a call
///  by the server
///   WELCOME    life (long)                           answers HELLO
///   RETURNED   number, value
///   THREW      number, text, packed exception or null
///   CANCELLED  number                                the call ended because of CANCEL
///   PONG
/// ```
///
/// Numbers, holds and objects are longs. A hold is numbered by the client, so that it can say once
/// more what may have been lost with a line. A method is its [Surface] signature. One call at a
/// time is under way on a line.
enum Verb {
  HELLO(1),
  CALL(2),
  CANCEL(3),
  HOLD(4),
  RELEASE(5),
  PING(6),
  WELCOME(7),
  RETURNED(8),
  THREW(9),
  CANCELLED(10),
  PONG(11);

  private static final Verb[] ALL = values();

  private final int code;

  Verb(int code) {
    this.code = code;
  }

  /// What stands for it.
  Object code() {
    return code;
  }

  /// That of a message.
  ///
  /// @throws IllegalArgumentException if it has none
  static Verb of(@Nullable Object[] message) {
    if (message.length > 0 && message[0] instanceof Integer said) {
      for (Verb verb : ALL) {
        if (verb.code == said) {
          return verb;
        }
      }
    }
    throw new IllegalArgumentException("a message that says nothing");
  }

  /// An argument of a message.
  ///
  /// @throws IllegalArgumentException if it isn't there
  static <T> T argument(@Nullable Object[] message, int index, Class<T> type) {
    if (message.length > index && type.isInstance(message[index])) {
      return type.cast(message[index]);
    }
    throw new IllegalArgumentException(
        "a message %s without a %s as element %d"
            .formatted(of(message), type.getSimpleName(), index));
  }
}
