package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.os.SharedBlock.Pages;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeapTest {
  private static final long SIZE = 4L << 20;
  private static final long PAGE = 4096;

  private final MemorySegment header = Arena.ofAuto().allocate(ArenaLayout.HEAP_SIZE, 128);
  private final MemorySegment map = Arena.ofAuto().allocate(ReservedPages.mapSize(SIZE), 8);
  private final MemorySegment blocks = Arena.ofAuto().allocate(SIZE, 1 << 12);
  private final BlockHeader block = new BlockHeader(blocks);
  private final BitSet reserved = new BitSet();
  private final Heap heap = new Heap(header, map, blocks, new Counted(), 0);

  /// Pages that are counted, and of which there may be too few.
  private final class Counted implements Pages {
    @Override
    public void reserve(long from, long length) throws IOException {
      if (reserved.cardinality() + length / PAGE > most) {
        throw new IOException("No space left on device");
      }
      int first = (int) (from / PAGE);
      assertThat(reserved.get(first, (int) ((from + length) / PAGE)).isEmpty()).isTrue();
      reserved.set(first, (int) ((from + length) / PAGE));
    }

    @Override
    public boolean discard(long from, long length) {
      reserved.clear((int) (from / PAGE), (int) ((from + length) / PAGE));
      return true;
    }
  }

  private long most = Long.MAX_VALUE;

  @BeforeEach
  void create() throws IOException {
    heap.create();
  }

  @Test
  void blocksNeverOverlapAndAllComesTogetherAgain() {
    long usedBefore = heap.used();
    long countBefore = heap.count();
    Random random = new Random(7);
    List<Long> given = new ArrayList<>();
    for (int round = 0; round < 20_000; round++) {
      if (given.isEmpty() || (random.nextInt(5) < 3 && given.size() < 100)) {
        long made = heap.allocate(BlockKind.OBJECT, 1L + random.nextInt(20_000), true);
        assertThat(isZero(made)).isTrue();
        blocks.asSlice(made + BlockHeader.SIZE, block.size(made)).fill((byte) 0xAB);
        given.add(made);
      } else {
        heap.free(given.remove(random.nextInt(given.size())));
      }
      if (round % 500 == 0) {
        assertTilesWithoutGap(given);
      }
    }
    given.forEach(heap::free);
    assertThat(heap.used()).isEqualTo(usedBefore);
    assertThat(heap.count()).isEqualTo(countBefore);
    long large = heap.allocate(BlockKind.OBJECT, SIZE / 2 - BlockHeader.SIZE, false);
    assertThat(large).isEqualTo(SIZE / 2);
  }

  @Test
  void whatABlockWasBeforeItWasJoinedIsNoBlock() {
    List<Long> given = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      given.add(heap.allocate(BlockKind.OBJECT, 64, false));
    }
    long gone = given.getLast();
    assertThat(heap.isBlock(gone)).isTrue();
    given.forEach(heap::free);
    long over = heap.allocate(BlockKind.OBJECT, 8000, false);
    assertThat(gone).isStrictlyBetween(over, over + 8000);
    block.tag(gone, BlockKind.OBJECT, Heap.LEAST_ORDER); // content that looks like a head
    assertThat(heap.isBlock(gone)).isFalse();
    assertThat(heap.isBlock(over)).isTrue();
    assertThat(heap.isBlock(over + 256)).isFalse();
    assertThat(heap.isBlock(over + 8)).isFalse();
    assertThat(heap.isBlock(-256)).isFalse();
    assertThat(heap.isBlock(SIZE)).isFalse();
  }

  @Test
  void blocksAreFoundWhereTheyBeginAndNowhereElse() {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      heap.allocate(BlockKind.OBJECT, 1L + random.nextInt(9_000), false);
    }
    BitSet begins = new BitSet();
    for (long at = 0; at < SIZE; at += 1L << block.order(at)) {
      begins.set((int) at);
    }
    for (int at = 0; at < SIZE; at += 64) {
      assertThat(heap.isBlock(at)).as("at %d", at).isEqualTo(begins.get(at));
    }
  }

  @Test
  void repairingChangesNothingThatIsRight() {
    List<Long> given = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      given.add(heap.allocate(BlockKind.OBJECT, 100L * i, false));
    }
    for (int i = 0; i < 50; i += 2) {
      heap.free(given.get(i));
    }
    long used = heap.used();
    long count = heap.count();
    heap.repair();
    assertThat(heap.used()).isEqualTo(used);
    assertThat(heap.count()).isEqualTo(count);
    for (int i = 1; i < 50; i += 2) {
      heap.free(given.get(i));
    }
    assertThat(heap.count()).isEqualTo(1);
  }

  @Test
  void repairingJoinsHalvesThatSomebodyLeftApart() {
    long one = heap.allocate(BlockKind.OBJECT, 64, false);
    long two = heap.allocate(BlockKind.OBJECT, 64, false);
    // As one leaves it who dies after he has freed two neighbours, before he joins them.
    block.tag(one, BlockKind.FREE, Heap.LEAST_ORDER);
    block.tag(two, BlockKind.FREE, Heap.LEAST_ORDER);
    heap.repair();
    assertThat(heap.count()).isEqualTo(1);
    assertThat(heap.allocate(BlockKind.OBJECT, SIZE / 2 - BlockHeader.SIZE, false)).isPositive();
  }

  @Test
  void aFullHeapSaysSoAndGoesOn() {
    assertThatThrownBy(() -> heap.allocate(BlockKind.OBJECT, SIZE, false))
        .isInstanceOf(ArenaFullException.class)
        .hasMessageContaining("4,194,304 bytes of shared memory can't be had")
        .hasMessageContaining("-Dbraid.arena");
    assertThat(heap.allocate(BlockKind.OBJECT, 100, false)).isPositive();
  }

  @Test
  void aSystemWithoutMemorySaysSoAndGoesOn() {
    long used = heap.used();
    most = reserved.cardinality() + 20L;
    assertThatThrownBy(() -> heap.allocate(BlockKind.OBJECT, SIZE / 4, false))
        .isInstanceOf(ArenaFullException.class)
        .hasMessageContaining("No space left on device");
    assertThat(heap.used()).isEqualTo(used);
    most = Long.MAX_VALUE;
    assertThat(heap.allocate(BlockKind.OBJECT, SIZE / 4, true)).isPositive();
  }

  @Test
  void whatWasFreedElsewhereIsUsedWhenTheSystemHasNoMore() {
    long freed = heap.allocate(BlockKind.OBJECT, SIZE / 4 - BlockHeader.SIZE, false);
    heap.free(freed);
    most = reserved.cardinality();
    long made = heap.allocate(BlockKind.OBJECT, 100_000, true);
    assertThat(made).isBetween(freed, freed + SIZE / 4);
    assertThat(isZero(made)).isTrue();
    heap.free(made);
    assertThat(heap.count()).isEqualTo(1);
  }

  private boolean isZero(long made) {
    return blocks
            .asSlice(made + BlockHeader.SIZE, block.size(made))
            .mismatch(MemorySegment.ofArray(new byte[(int) block.size(made)]))
        == -1;
  }

  private void assertTilesWithoutGap(List<Long> given) {
    List<Long> found = new ArrayList<>();
    long at = 0;
    while (at < SIZE) {
      assertThat(at % (1L << block.order(at))).isZero();
      if (at != 0 && block.kind(at) != BlockKind.FREE) {
        found.add(at);
        assertThat(reserved.get((int) (at / PAGE))).isTrue();
      }
      at += 1L << block.order(at);
    }
    assertThat(at).isEqualTo(SIZE);
    assertThat(found).containsExactlyInAnyOrderElementsOf(given);
  }
}
