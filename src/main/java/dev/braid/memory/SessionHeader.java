package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// The first bytes of a session's memory.
///
/// ```text
///  offset  field     size  written by  ordering
///       0  magic        4  creator     before the address is handed out
///       4  version      4  creator     before the address is handed out
///       8  audience     4  creator     volatile store and load; the code of an Audience
/// ```
final class SessionHeader {
  static final int MAGIC = 0x62726164; // "brad"
  static final int VERSION = 4;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("magic"), JAVA_INT.withName("version"), JAVA_INT.withName("audience"));

  private static final VarHandle AUDIENCE = LAYOUT.varHandle(PathElement.groupElement("audience"));

  private SessionHeader() {}

  static void create(MemorySegment memory) {
    memory.set(JAVA_INT, offset("magic"), MAGIC);
    memory.set(JAVA_INT, offset("version"), VERSION);
  }

  /// @throws IllegalStateException if this is no session of ours
  static void require(MemorySegment memory) {
    int magic = memory.get(JAVA_INT, offset("magic"));
    int version = memory.get(JAVA_INT, offset("version"));
    if (magic != MAGIC || version != VERSION) {
      throw new IllegalStateException(
          "no session of version %d (magic %x, version %d); start all processes with one build of Braid"
              .formatted(VERSION, magic, version));
    }
  }

  static void audience(MemorySegment memory, Audience audience) {
    AUDIENCE.setVolatile(memory, 0L, audience.code());
  }

  static Audience audience(MemorySegment memory) {
    return Audience.ofCode((int) AUDIENCE.getVolatile(memory, 0L));
  }

  static long offset(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}
