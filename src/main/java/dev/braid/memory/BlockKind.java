package dev.braid.memory;

/// What a block of the arena is for; the collector treats some kinds in their own way.
public enum BlockKind {
  /// Nobody's.
  FREE(0),
  /// An object of its own: a lock, a value, an array.
  OBJECT(1),
  /// The ring of a [Channel]; kept by the channel.
  RING(2),
  /// A message that is too large for a ring, or names shared objects; kept by the channel that it
  /// is in.
  ENVELOPE(3),
  /// The head of a [Channel].
  CHANNEL(4),
  /// One end of a pipe; its loss is told to the other end.
  ENDPOINT(5),
  /// The code of a class of a notebook; kept as long as the session.
  CODE(6);

  private static final BlockKind[] ALL = values();

  private final int code;

  BlockKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static BlockKind of(int code) {
    for (BlockKind kind : ALL) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalStateException("no kind of block has the code " + code);
  }
}
