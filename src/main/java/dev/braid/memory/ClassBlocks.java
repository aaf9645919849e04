package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The code of a notebook's classes, in shared memory: a list that only grows.
///
/// A class is a block of kind CODE:
///
/// ```text
///  offset  field       size  written by  ordering
///       0  next           8  publisher   before the list's head; the class published before, 0
///       8  nameLength     4  publisher   before the list's head; bytes
///      12  codeLength     4  publisher   before the list's head; bytes
///      16  name              publisher   before the list's head; UTF-8
///          code              publisher   before the list's head
/// ```
///
/// The head of the list is the field `code` of [HeapHeader]. Safe for use by many threads.
public final class ClassBlocks {
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  static final long NEXT = BlockHeader.SIZE;
  private static final long NAME_LENGTH = NEXT + 8;
  private static final long CODE_LENGTH = NEXT + 12;
  private static final long NAME = NEXT + 16;
  private static final long LIST = HeapHeader.offset("code");

  private final SharedArena arena;
  private final Map<String, Long> known = new ConcurrentHashMap<>();
  private volatile long latest;

  /// Those of a session.
  public ClassBlocks(SharedArena arena) {
    this.arena = arena;
  }

  /// Makes the classes findable by every process; those that are already stay as they are.
  ///
  /// @param classes from binary name to bytes
  /// @throws ArenaFullException if there is no memory for them; some may be findable
  public void publish(Map<String, byte[]> classes) {
    classes.forEach((name, code) -> {
      if (find(name).isEmpty()) {
        arena.lockedRun(() -> append(name, code));
      }
    });
  }

  private void append(String name, byte[] code) {
    if (find(name).isPresent()) {
      return;
    }
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    MemorySegment blocks = arena.blocks();
    long made = arena.give(BlockKind.CODE, NAME - NEXT + text.length + code.length, false);
    blocks.set(JAVA_LONG, made + NEXT, head());
    blocks.set(JAVA_INT, made + NAME_LENGTH, text.length);
    blocks.set(JAVA_INT, made + CODE_LENGTH, code.length);
    MemorySegment.copy(text, 0, blocks, JAVA_BYTE, made + NAME, text.length);
    MemorySegment.copy(code, 0, blocks, JAVA_BYTE, made + NAME + text.length, code.length);
    KillPoint.at("classes.written");
    // Release: pairs with head(); who sees the head sees the class.
    LONG.setRelease(arena.header(), LIST, made);
  }

  private long head() {
    return (long) LONG.getAcquire(arena.header(), LIST);
  }

  /// The bytes of a class by its binary name.
  public Optional<byte[]> find(String name) {
    long head = head();
    if (!known.containsKey(name) && head != latest) {
      learn(head);
    }
    return Optional.ofNullable(known.get(name)).map(this::code);
  }

  /// Reads the names that have come since the last time.
  private void learn(long head) {
    long end = latest;
    for (long at = head; at != end && at != 0; at = arena.blocks().get(JAVA_LONG, at + NEXT)) {
      byte[] name = new byte[arena.blocks().get(JAVA_INT, at + NAME_LENGTH)];
      MemorySegment.copy(arena.blocks(), JAVA_BYTE, at + NAME, name, 0, name.length);
      known.put(new String(name, StandardCharsets.UTF_8), at);
    }
    latest = head;
  }

  private byte[] code(long at) {
    byte[] code = new byte[arena.blocks().get(JAVA_INT, at + CODE_LENGTH)];
    long from = at + NAME + arena.blocks().get(JAVA_INT, at + NAME_LENGTH);
    MemorySegment.copy(arena.blocks(), JAVA_BYTE, from, code, 0, code.length);
    return code;
  }
}
