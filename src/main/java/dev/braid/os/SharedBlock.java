package dev.braid.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Memory that several processes map.
///
/// It is sparse: a page takes memory once it is touched. Touching one that the system has no memory
/// for ends badly, so pages are reserved first.
///
/// @param address by which another process of this user opens it
/// @param memory the mapping of this process, which lasts as long as the process
/// @param pages to reserve and to give back
public record SharedBlock(String address, MemorySegment memory, Pages pages) {
  /// The memory behind the mapping.
  public interface Pages {
    /// Makes sure that these bytes, which nobody has touched, have memory; they are zero.
    ///
    /// @throws IOException if the system has none left
    void reserve(long from, long length) throws IOException;

    /// Gives the memory of these bytes back, where the system can; then they are zero.
    ///
    /// @return false if it can't, so that nothing has changed
    boolean discard(long from, long length);
  }
}
