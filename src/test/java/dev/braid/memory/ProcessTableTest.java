package dev.braid.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.os.ProcessIdentity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
  /// No process of this machine has such a pid.
  private static final long NOBODY = 1L << 40;

  private final MemorySegment memory = Arena.ofAuto().allocate(ProcessTable.SIZE, 128);
  private final ProcessTable table = new ProcessTable(memory);

  private int join(long pid) {
    return new ProcessTable(memory, new ProcessIdentity(pid, 1)).self();
  }

  @Test
  void noNumberIsUsedTwiceByThousandsOfProcessesInARow() {
    Set<Integer> numbers = new HashSet<>(Set.of(table.self()));
    for (int i = 0; i < 5000; i++) {
      long pid = NOBODY + i % 1500;
      int number = join(pid);
      assertThat(numbers.add(number)).as("number %d is new", number).isTrue();
      assertThat(table.ended(pid, -9)).hasValue(number);
      assertThat(table.process(number).orElseThrow().exitCode()).hasValue(-9);
      assertThat(table.process(number).orElseThrow().pid()).isEqualTo(pid);
      if (i % 100 == 0) {
        table.recycle(table.dead());
      }
      assertThat(table.isDead(number)).isTrue();
    }
    assertThat(table.isDead(table.self())).isFalse();
  }

  @Test
  void aFullTableSaysSoUntilTheDeadAreFound() {
    for (int i = 1; i < ProcessTable.SLOTS; i++) {
      int _ = join(NOBODY + i);
    }
    assertThatThrownBy(() -> join(NOBODY + 5000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("1024 processes of this session run; end some before you start others");
    table.verify();
    assertThat(Arrays.stream(table.dead()).filter(number -> number != 0)).hasSize(1023);
    table.recycle(table.dead());
    assertThat(table.dead()).containsOnly(0);
    assertThat(join(NOBODY + 5000)).isGreaterThan(ProcessTable.SLOTS);
  }

  @Test
  void aPidThatIsGivenAnewMeansTheLaterProcess() {
    int first = join(NOBODY);
    assertThat(table.ended(NOBODY, 0)).hasValue(first);
    int second = join(NOBODY);
    assertThat(table.ended(NOBODY, -9)).hasValue(second);
    assertThat(table.process(first).orElseThrow().exitCode()).hasValue(0);
    assertThat(table.process(second).orElseThrow().exitCode()).hasValue(-9);
    assertThat(table.ended(NOBODY, 1)).isEmpty();
  }

  @Test
  void theEndOfAProcessIsNotThatOfAnOrphanWhoHadItsPid() {
    // Nobody learns how an orphan ends.
    int orphan = new ProcessTable(memory, new ProcessIdentity(NOBODY, 1)).self();
    int child = new ProcessTable(memory, new ProcessIdentity(NOBODY, 2)).self();
    assertThat(table.ended(NOBODY, -9)).hasValue(child);
    assertThat(table.isKnownDead(child)).isTrue();
    assertThat(table.process(orphan).orElseThrow().exitCode()).isEmpty();
  }

  @Test
  void aSlotStaysUntilTheParentHasSaidHowItsChildEnded() {
    ProcessTable child = new ProcessTable(memory, new ProcessIdentity(NOBODY, 1));
    child.introduce("child", ProcessHandle.current().pid(), 0);
    ProcessTable orphan = new ProcessTable(memory, new ProcessIdentity(NOBODY + 1, 1));
    orphan.introduce("orphan", NOBODY + 2, 0);
    table.verify();
    table.recycle(table.dead());
    assertThat(table.dead()).contains(child.self()).doesNotContain(orphan.self());
    assertThat(table.ended(NOBODY, -9)).hasValue(child.self());
    table.recycle(table.dead());
    assertThat(table.dead()).containsOnly(0);
    assertThat(table.process(child.self()).orElseThrow().exitCode()).hasValue(-9);
  }

  @Test
  void aSlotIsNotLostWithOneWhoDiedBetweenClaimAndEntry() {
    // Each looks first at the slot of his pid; this one isn't ours.
    long pid = NOBODY + (table.self() + 1) % ProcessTable.SLOTS;
    long entry = pid % ProcessTable.SLOTS * ProcessTable.LAYOUT.byteSize();
    long dead = pid + 77 * ProcessTable.SLOTS;
    memory.set(JAVA_LONG, entry + ProcessTable.offset("claim"), dead);
    assertThat(join(pid) % ProcessTable.SLOTS).isEqualTo((int) (pid % ProcessTable.SLOTS));
  }

  @Test
  void aSlotWhoseRecyclerDiedBeforeHeGaveTheClaimBackIsTaken() {
    int number = join(NOBODY);
    assertThat(table.ended(NOBODY, -9)).hasValue(number);
    table.recycle(table.dead());
    long entry = ProcessTable.slot(number) * ProcessTable.LAYOUT.byteSize();
    memory.set(JAVA_LONG, entry + ProcessTable.offset("claim"), NOBODY);
    assertThat(join(NOBODY + ProcessTable.SLOTS)).isEqualTo(number + ProcessTable.SLOTS);
  }

  @Test
  void everyProcessIsKnownByWhatItSaysOfItselfUntilItsSlotIsTaken() {
    table.introduce("MainProcess", 0, 0);
    ProcessTable child = new ProcessTable(memory, new ProcessIdentity(NOBODY, 1));
    child.introduce("名".repeat(30), ProcessHandle.current().pid(), 1L << 40);
    assertThat(table.known()).hasSize(2).isEqualTo(child.known());
    SessionProcess known = table.process(child.self()).orElseThrow();
    assertThat(known.name()).isEqualTo("名".repeat(22));
    assertThat(known.parent()).isEqualTo(ProcessHandle.current().pid());
    assertThat(known.cell()).isEqualTo(1L << 40);
    assertThat(known.identity()).isEqualTo(new ProcessIdentity(NOBODY, 1));

    assertThat(table.ended(NOBODY, -9)).hasValue(child.self());
    table.recycle(table.dead());
    assertThat(table.known()).hasSize(2);
    assertThat(table.process(child.self()).orElseThrow().exitCode()).hasValue(-9);
    int next = join(NOBODY);
    assertThat(table.process(child.self())).isEmpty();
    assertThat(table.process(next).orElseThrow().parent()).isZero();
    assertThat(table.process(next).orElseThrow().cell()).isZero();
  }

  @Test
  void aFreeSlotThatIsBeingFilledTellsNothing() {
    int number = join(NOBODY);
    assertThat(table.ended(NOBODY, 0)).hasValue(number);
    table.recycle(table.dead());
    long entry = ProcessTable.slot(number) * ProcessTable.LAYOUT.byteSize();
    memory.set(JAVA_LONG, entry + ProcessTable.offset("claim"), NOBODY + 77);
    assertThat(table.process(number)).isEmpty();
  }

  @Test
  void oneThatEndedBeforeItEnteredIsKnownAfterwards() {
    int number = table.bury(NOBODY, -9);
    assertThat(table.isDead(number)).isTrue();
    assertThat(table.process(number))
        .hasToString(
            "Optional[a process (pid %d), which ended with exit code -9]".formatted(NOBODY));
    table.recycle(table.dead());
    assertThat(join(NOBODY)).isEqualTo(number + ProcessTable.SLOTS);
  }
}
