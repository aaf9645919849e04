package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// A block with a message that is too large for a ring, or that names shared objects.
///
/// Its maker holds it until it is in its channel, its taker from then on; it changes hands under
/// the arena's lock.
final class Envelope {
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long CONTENT = BlockHeader.SIZE;
  private static final long CARRIER = CONTENT + EnvelopeLayout.offset("carrier");
  private static final long COUNT = CONTENT + EnvelopeLayout.offset("count");
  private static final long LENGTH = CONTENT + EnvelopeLayout.offset("length");
  private static final long HELD = CONTENT + EnvelopeLayout.offset("held");
  private static final long NAMES = CONTENT + EnvelopeLayout.SIZE;

  private Envelope() {}

  /// Makes one, held by this process.
  static long make(SharedArena arena, Message message) {
    List<Held> held = message.held();
    long size = EnvelopeLayout.SIZE + EnvelopeLayout.NAME_SIZE * held.size() + message.length();
    long made = Garbage.making(arena, () -> arena.locked(() -> give(arena, size)));
    KillPoint.at("envelope.made");
    MemorySegment blocks = arena.blocks();
    for (int i = 0; i < held.size(); i++) {
      Endpoint.named(arena, held.get(i));
      long name = made + NAMES + EnvelopeLayout.NAME_SIZE * i;
      blocks.set(JAVA_LONG, name, held.get(i).block());
      blocks.set(JAVA_LONG, name + 8, held.get(i).life());
    }
    // Release: pairs with the collector, which may look at the names now.
    LONG.setRelease(blocks, made + HELD, (long) held.size());
    blocks.set(JAVA_LONG, made + LENGTH, message.length());
    message.writeTo(blocks, message(blocks, made));
    KillPoint.at("envelope.filled");
    return made;
  }

  private static long give(SharedArena arena, long size) {
    long given = arena.give(BlockKind.ENVELOPE, size, false);
    arena.holdLocked(given);
    return given;
  }

  /// Says in which channel it is, as the how manyeth message; only under the arena's lock, before
  /// the commit.
  static void address(MemorySegment blocks, long envelope, long channel, long count) {
    blocks.set(JAVA_LONG, envelope + COUNT, count);
    blocks.set(JAVA_LONG, envelope + CARRIER, channel);
  }

  /// The blocks that it names; only under the arena's lock, or while somebody uses it.
  static void forEachName(MemorySegment blocks, long envelope, LongConsumer each) {
    long held = blocks.get(JAVA_LONG, envelope + HELD);
    for (long i = 0; i < held; i++) {
      each.accept(blocks.get(JAVA_LONG, envelope + NAMES + EnvelopeLayout.NAME_SIZE * i));
    }
  }

  static long length(MemorySegment blocks, long envelope) {
    return blocks.get(JAVA_LONG, envelope + LENGTH);
  }

  /// Takes over an envelope and what it names; only under the arena's lock, before the commit.
  static Incoming take(SharedArena arena, long envelope) {
    arena.holdLocked(envelope);
    MemorySegment blocks = arena.blocks();
    List<Use> uses = new ArrayList<>();
    long held = blocks.get(JAVA_LONG, envelope + HELD);
    for (long i = 0; i < held; i++) {
      uses.add(
          arena.useLocked(blocks.get(JAVA_LONG, envelope + NAMES + EnvelopeLayout.NAME_SIZE * i)));
    }
    return new Incoming(
        blocks,
        message(blocks, envelope),
        length(blocks, envelope),
        () -> {
          uses.forEach(Use::close);
          KillPoint.at("envelope.read");
          discard(arena, envelope);
        });
  }

  /// Reads an envelope that stays where it is, and uses what it names meanwhile.
  static Incoming read(SharedArena arena, Held envelope) {
    Use itself = arena.use(envelope);
    MemorySegment blocks = arena.blocks();
    long at = envelope.block();
    List<Use> uses = new ArrayList<>();
    forEachName(blocks, at, named -> uses.add(arena.locked(() -> arena.useLocked(named))));
    return new Incoming(
        blocks,
        message(blocks, at),
        length(blocks, at),
        () -> {
          uses.forEach(Use::close);
          itself.close();
        });
  }

  /// Frees an envelope that this process alone has.
  static void discard(SharedArena arena, long envelope) {
    arena.lockedRun(() -> arena.takeBack(envelope));
  }

  private static long message(MemorySegment blocks, long envelope) {
    return envelope + NAMES + EnvelopeLayout.NAME_SIZE * blocks.get(JAVA_LONG, envelope + HELD);
  }
}
