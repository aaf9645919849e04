package dev.braid.memory;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A value as bytes, on its way into shared memory.
public interface Message {
  /// How many bytes it has.
  long length();

  /// The shared objects that it names, each once; they stay until its receiver has them.
  List<Held> held();

  /// Writes exactly so many bytes, at any address; runs no code of the user's, for the receiver's
  /// lock may be held.
  void writeTo(MemorySegment target, long offset);
}
