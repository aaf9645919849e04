package dev.braid.memory;

/// Where things are in the memory of a session.
///
/// ```text
///      from  what                       size
///         0  SessionHeader              4 KiB
///     4 KiB  ProcessTable               128 KiB
///   512 KiB  CellCounts                 128 KiB
///     1 MiB  OutputLog                  8 MiB
///     9 MiB  HeapHeader                 4 KiB
///    10 MiB  ReservedPages              a bit for every 4 KiB of the blocks
///    16 MiB  blocks                     a power of two, 1 MiB to 128 GiB
/// ```
final class ArenaLayout {
  static final long PROCESSES = 4 << 10;
  static final long CELLS = 512 << 10;
  static final long LOG = 1 << 20;
  static final long LOG_SIZE = 8 << 20;
  static final long HEAP = 9 << 20;
  static final long HEAP_SIZE = 4 << 10;
  static final long PAGES = 10 << 20;
  static final long BLOCKS = 16 << 20;

  private static final long LEAST = 1 << 20;
  private static final long MOST = 128L << 30;
  private static final long DEFAULT = 16L << 30;

  private ArenaLayout() {}

  /// Bytes from the beginning that have memory from the start; blocks get theirs when they are
  /// given.
  static long reserved() {
    return PAGES + ReservedPages.mapSize(wantedBlocks());
  }

  /// Bytes for blocks: what `-Dbraid.arena` says, rounded up to a power of two, else 16 GiB. Only
  /// what is touched takes memory.
  ///
  /// @throws IllegalArgumentException if it says something that can't be
  static long wantedBlocks() {
    String wanted = System.getProperty("braid.arena", "");
    if (wanted.isEmpty()) {
      return DEFAULT;
    }
    if (!wanted.matches("[0-9]{1,18}") || Long.parseLong(wanted) > MOST) {
      throw new IllegalArgumentException(
          "braid.arena is '%s'; it must be a number of bytes up to %d".formatted(wanted, MOST));
    }
    long bytes = Math.max(LEAST, Long.parseLong(wanted));
    return Long.highestOneBit(bytes) == bytes ? bytes : Long.highestOneBit(bytes) << 1;
  }
}
