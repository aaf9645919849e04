package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Frees the blocks that nobody can reach: mark and sweep over the arena, under its lock.
///
/// The roots are what living processes hold, and code. A block keeps the blocks that it refers to,
/// a channel its rings and the envelopes in it, an envelope the objects that it names. References
/// move only under the arena's lock, so none is overlooked. A collector that dies leaves marks of
/// an epoch that nobody uses again; the next one begins anew.
final class Collector {
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long EPOCH = HeapHeader.offset("epoch");
  private static final long CODE = HeapHeader.offset("code");
  private static final long SUSPECTS = HeapHeader.offset("suspects");
  private static final long SUSPECT_BYTES = HeapHeader.offset("suspectBytes");
  private static final long CONTENT = BlockHeader.SIZE;
  private static final long TAIL = CONTENT + ChannelLayout.offset("tail");
  private static final long HEAD = CONTENT + ChannelLayout.offset("head");
  private static final long SEGMENTS = CONTENT + ChannelLayout.offset("segments");
  private static final long CARRIER = CONTENT + EnvelopeLayout.offset("carrier");
  private static final long COUNT = CONTENT + EnvelopeLayout.offset("count");
  private static final long HELD = CONTENT + EnvelopeLayout.offset("held");
  private static final long OPENED = CONTENT + EndpointLayout.offset("opened");
  private static final long CLOSED = CONTENT + EndpointLayout.offset("closed");
  private static final long NAMED = CONTENT + EndpointLayout.offset("named");

  private final MemorySegment header;
  private final MemorySegment blocks;
  private final BlockHeader block;
  private final SlotBits holders;
  private final SlotBits users;
  private final Heap heap;
  private final ProcessTable processes;

  Collector(MemorySegment header, MemorySegment blocks, Heap heap, ProcessTable processes) {
    this.header = header;
    this.blocks = blocks;
    this.block = new BlockHeader(blocks);
    this.holders = new SlotBits(blocks, BlockHeader.HOLDERS);
    this.users = new SlotBits(blocks, CONTENT + EndpointLayout.offset("users"));
    this.heap = heap;
    this.processes = processes;
  }

  /// One collection's view of the arena.
  private final class Pass {
    private final int epoch = header.get(JAVA_INT, EPOCH) + 1;
    // The dead first: who dies between the two is in neither set, and waits for the next pass.
    private final int[] dead = processes.dead();
    private final long[] deadSlots = SlotBits.of(dead);
    private final long[] alive = SlotBits.of(processes.alive());
    private final List<Long> used = new ArrayList<>();
    private final List<Long> envelopes = new ArrayList<>();
    private final Deque<Long> reached = new ArrayDeque<>();

    void run() {
      header.set(JAVA_INT, EPOCH, epoch);
      INT.setVolatile(header, SUSPECTS, 0);
      LONG.setVolatile(header, SUSPECT_BYTES, 0L);
      findRoots();
      markAll();
      closeEndpoints();
      KillPoint.at("arena.marked");
      for (long each : used) {
        if (!block.isMarked(each, epoch)) {
          heap.free(each);
          KillPoint.at("arena.swept");
        }
      }
      processes.recycle(dead);
    }

    private void findRoots() {
      // After the first one, which is nobody's and stays.
      for (long at = 1L << block.order(0); at < blocks.byteSize(); at += 1L << block.order(at)) {
        BlockKind kind = block.kind(at);
        if (kind == BlockKind.FREE) {
          continue;
        }
        used.add(at);
        if (kind == BlockKind.ENVELOPE) {
          envelopes.add(at);
        }
        int lost = holders.find(at, deadSlots);
        if (lost >= 0) {
          // First of all: what he was is known by this alone once his bit is gone.
          block.lost(at, dead[lost]);
          KillPoint.at("arena.lost");
          holders.remove(at, deadSlots);
        }
        if (kind == BlockKind.ENDPOINT) {
          users.remove(at, deadSlots);
        }
        if (holders.hasAny(at, alive)) {
          mark(at);
        }
      }
      mark(header.get(JAVA_LONG, CODE));
    }

    private void mark(long found) {
      if (found != 0 && !block.isMarked(found, epoch)) {
        block.mark(found, epoch);
        reached.add(found);
      }
    }

    private void markAll() {
      int before;
      do {
        for (Long next = reached.poll(); next != null; next = reached.poll()) {
          follow(next);
        }
        before = envelopes.size();
        envelopes.removeIf(this::isCarried);
      } while (envelopes.size() < before);
    }

    /// Marks an envelope whose channel is marked and hasn't delivered it.
    private boolean isCarried(long envelope) {
      long channel = blocks.get(JAVA_LONG, envelope + CARRIER);
      boolean carried = channel != 0 && block.isMarked(channel, epoch) && isIn(channel, envelope);
      if (carried) {
        mark(envelope);
      }
      return carried;
    }

    private boolean isIn(long channel, long envelope) {
      // Under the arena's lock no envelope is put or got; other messages may be, which matters not.
      long head = (long) LONG.getVolatile(blocks, channel + HEAD);
      long tail = (long) LONG.getVolatile(blocks, channel + TAIL);
      return ChannelLayout.holds(head, tail, blocks.get(JAVA_LONG, envelope + COUNT));
    }

    private void follow(long from) {
      for (int i = 0; i < BlockHeader.REFS; i++) {
        mark(block.ref(from, i));
      }
      switch (block.kind(from)) {
        case CHANNEL -> {
          int last = ChannelLayout.segment((long) LONG.getVolatile(blocks, from + TAIL));
          int next = ChannelLayout.segment((long) LONG.getVolatile(blocks, from + HEAD));
          mark(blocks.get(JAVA_LONG, from + SEGMENTS + 16L * next));
          while (next != last) {
            next = (next + 1) & (ChannelLayout.SEGMENTS - 1);
            mark(blocks.get(JAVA_LONG, from + SEGMENTS + 16L * next));
          }
        }
        case ENVELOPE -> {
          // Acquire: pairs with Envelope.make(), which may be at work; the names are there.
          long count = (long) LONG.getAcquire(blocks, from + HELD);
          for (long i = 0; i < count; i++) {
            mark(blocks.get(JAVA_LONG, name(from, i)));
          }
        }
        case CODE -> mark(blocks.get(JAVA_LONG, from + ClassBlocks.NEXT));
        case FREE, OBJECT, RING, ENDPOINT -> {}
      }
    }

    /// Closes the ends of pipes that no living process has open and no message brings to one.
    private void closeEndpoints() {
      Set<Long> inMessages = new HashSet<>();
      for (long each : used) {
        if (block.kind(each) == BlockKind.ENVELOPE && block.isMarked(each, epoch)) {
          long count = (long) LONG.getAcquire(blocks, each + HELD);
          for (long i = 0; i < count; i++) {
            inMessages.add(blocks.get(JAVA_LONG, name(each, i)));
          }
        }
      }
      for (long each : used) {
        if (block.kind(each) == BlockKind.ENDPOINT
            && !users.hasAny(each, alive)
            && !inMessages.contains(each)
            && blocks.get(JAVA_INT, each + OPENED) == 1
            && (int) INT.getVolatile(blocks, each + CLOSED) == 0) {
          close(each);
        }
      }
    }
  }

  private void close(long endpoint) {
    KillPoint.at("arena.closing");
    long in = block.ref(endpoint, EndpointLayout.IN);
    long out = block.ref(endpoint, EndpointLayout.OUT);
    if (in != 0) {
      Channel.end(blocks, in + CONTENT, "noConsumer", "putters");
    }
    if (out != 0) {
      Channel.end(blocks, out + CONTENT, "noProducer", "getters");
    }
    KillPoint.at("arena.closed");
    INT.setVolatile(blocks, endpoint + CLOSED, 1);
  }

  /// Closes an end of a pipe whose last use in this process has ended, if it has no other one.
  ///
  /// One that no message has ever named was with this process alone, so there is no need to look
  /// through all messages and holders: with many pipes, closing them would take the square of that.
  void lastUseEnded(long endpoint) {
    // Volatile: pairs with Endpoint.named().
    if ((int) INT.getVolatile(blocks, endpoint + NAMED) == 1) {
      collect();
    } else if (!users.hasAny(endpoint, SlotBits.of(processes.alive()))
        && (int) INT.getVolatile(blocks, endpoint + CLOSED) == 0) {
      close(endpoint);
    }
  }

  private static long name(long envelope, long index) {
    return envelope + CONTENT + EnvelopeLayout.SIZE + EnvelopeLayout.NAME_SIZE * index;
  }

  /// True if an envelope names that block.
  boolean isInMessage(long wanted) {
    for (long at = 1L << block.order(0); at < blocks.byteSize(); at += 1L << block.order(at)) {
      if (block.kind(at) == BlockKind.ENVELOPE) {
        long count = (long) LONG.getAcquire(blocks, at + HELD);
        for (long i = 0; i < count; i++) {
          if (blocks.get(JAVA_LONG, name(at, i)) == wanted) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Frees what nobody can reach, closes pipes, and gives the slots of the dead back.
  void collect() {
    new Pass().run();
  }
}
