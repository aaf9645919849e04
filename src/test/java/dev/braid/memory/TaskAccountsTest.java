package dev.braid.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.os.ProcessIdentity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Accounts of processes that there aren't: what each holds, and whose task is done.
class TaskAccountsTest {
  /// No process of this machine has such a pid.
  private static final long NOBODY = 1L << 40;

  private final MemorySegment table = Arena.ofAuto().allocate(ProcessTable.SIZE, 128);
  private final MemorySegment memory = Arena.ofAuto().allocate(TaskCountLayout.LAYOUT);
  private final Member first = new Member(1);
  private final Member second = new Member(2);
  private final Member third = new Member(3);
  private int got;

  private final class Member {
    private final long pid;
    private final ProcessTable processes;
    private final TaskAccounts accounts;

    Member(int number) {
      pid = NOBODY + number;
      processes = new ProcessTable(table, new ProcessIdentity(pid, 1));
      accounts = new TaskAccounts(memory, processes);
    }

    int number() {
      return processes.self();
    }

    Member take() {
      accounts.take(got);
      got++;
      return this;
    }

    void finish() {
      accounts.finish();
    }

    void die() {
      assertThat(processes.ended(pid, -9)).hasValue(number());
    }

    int lost() {
      return accounts.lost(number(), got);
    }
  }

  private void requireDone(int done, int held) {
    assertThat(first.accounts.done()).isEqualTo(done);
    assertThat(first.accounts.held()).isEqualTo(held);
  }

  @Test
  void whoHoldsATaskFinishesHisOwn() {
    first.take();
    second.take();
    first.finish();
    assertThat(first.accounts.holders()).containsExactly(second.number());
    requireDone(1, 1);
  }

  @Test
  void whoHoldsNoneFinishesThatOfTheOnlyHolder() {
    first.take().take();
    second.finish();
    assertThat(first.lost()).isEqualTo(1);
    requireDone(1, 1);
    second.take();
    third.finish();
    first.finish();
    requireDone(3, 0);
    assertThat(first.accounts.holders()).isEmpty();
  }

  @Test
  void whoHoldsNoneFinishesThatOfTheDead() {
    first.take();
    second.take().take();
    second.die();
    third.finish();
    assertThat(second.lost()).isEqualTo(1);
    assertThat(first.lost()).isEqualTo(1);
    third.finish();
    assertThat(first.accounts.holders()).containsExactly(first.number());
  }

  @Test
  void ofSeveralHoldersAnyMayHaveLostWhatIsLeft() {
    first.take().take();
    second.take();
    third.finish();
    third.finish();
    requireDone(2, 1);
    assertThat(first.lost()).isEqualTo(1);
    assertThat(second.lost()).isEqualTo(1);
    second.finish();
    requireDone(3, 0);
    assertThat(first.accounts.holders()).isEmpty();
    first.take();
    assertThat(first.lost()).isEqualTo(1);
  }

  @Test
  void aTaskThatIsDoneBeforeItIsTakenBelongsToNobody() {
    first.finish();
    first.finish();
    second.take().take();
    assertThat(first.accounts.holders()).isEmpty();
    second.take();
    assertThat(first.accounts.holders()).containsExactly(second.number());
    requireDone(2, 1);
  }

  @Test
  void aTaskThatWasCountedButNotTakenGoesToTheNextTaker() {
    first.take();
    first.accounts.take(got);
    assertThat(first.lost()).isEqualTo(1);
    requireDone(0, 2);
    second.take();
    requireDone(0, 2);
    assertThat(first.lost()).isEqualTo(1);
    assertThat(second.lost()).isEqualTo(1);
  }

  @Test
  void aTaskThatWasCountedAndDoneButNotTakenIsNobodys() {
    first.accounts.take(got);
    second.finish();
    requireDone(1, 0);
    assertThat(first.lost()).isZero();
    second.take();
    requireDone(1, 0);
    assertThat(first.accounts.holders()).isEmpty();
  }

  @Test
  void aSlotsNextProcessHidesNoLoss() {
    List<Member> lost = new ArrayList<>();
    for (int i = 0; i < ProcessTable.SLOTS; i++) {
      lost.add(new Member(7).take());
      lost.getLast().die();
      first.processes.recycle(first.processes.dead());
    }
    assertThat(lost.getLast().number() % ProcessTable.SLOTS)
        .isEqualTo(lost.getFirst().number() % ProcessTable.SLOTS);
    assertThat(lost).allMatch(member -> member.lost() == 1);
    // One more than there are accounts.
    first.take();
    requireDone(0, ProcessTable.SLOTS + 1);
    assertThat(lost.stream().mapToInt(Member::lost).sum()).isEqualTo(ProcessTable.SLOTS + 1);
    for (int i = 0; i <= ProcessTable.SLOTS; i++) {
      first.finish();
    }
    requireDone(ProcessTable.SLOTS + 1, 0);
    assertThat(first.accounts.holders()).isEmpty();
  }

  @Test
  void countsGoOnAfterTheirLargest() {
    got = (1 << 28) - 2;
    memory.set(
        java.lang.foreign.ValueLayout.JAVA_LONG,
        TaskCountLayout.offset("progress"),
        ((long) got << 32) | got);
    first.take();
    second.take();
    third.take();
    got &= (1 << 28) - 1;
    requireDone((1 << 28) - 2, 3);
    second.finish();
    first.finish();
    requireDone(0, 1);
    assertThat(third.lost()).isEqualTo(1);
    third.finish();
    requireDone(1, 0);
    third.accounts.take(1);
    requireDone(1, 1);
  }

  /// Whatever is taken and done, as long as who holds a task finishes his own: what each holds is
  /// never less than it is.
  @Test
  void nobodyEverHoldsMoreThanHisAccountTells() {
    Random random = new Random(7);
    List<Member> members = List.of(first, second, third);
    int[] holds = new int[members.size()];
    for (int i = 0; i < 100_000; i++) {
      int who = random.nextInt(holds.length);
      if (random.nextInt(5) < 2) {
        members.get(who).take();
        holds[who]++;
      } else {
        int whose = holds[who] > 0 ? who : random.nextInt(holds.length);
        if (holds[whose] > 0) {
          members.get(who).finish();
          holds[whose]--;
        }
      }
      for (int each = 0; each < holds.length; each++) {
        assertThat(members.get(each).lost()).isGreaterThanOrEqualTo(holds[each]);
      }
      assertThat(first.accounts.held()).isEqualTo(holds[0] + holds[1] + holds[2]);
    }
  }
}
