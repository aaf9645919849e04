package dev.braid;

import static dev.braid.Multiprocessing.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/// The producers and consumers of a soak as their killer sees them: who works, who still starts,
/// and how the killed have died. Whoever is killed has an heir at once.
final class SoakCrew {
  static final int EACH = 4;

  private final Soak soak;
  private final Random random;
  private final List<Member> members = new ArrayList<>();
  private final List<Member> dying = new ArrayList<>();
  private final BitSet joined = new BitSet();
  private int ids;
  private int killedWorking;
  private int killedStarting;
  private int killedConsumers;

  /// Starts all of them.
  SoakCrew(Soak soak, Random random) {
    this.soak = soak;
    this.random = random;
    for (int i = 0; i < EACH; i++) {
      members.add(start(true));
      members.add(start(false));
    }
  }

  /// One process.
  ///
  /// @param id that nobody else has, and the later the greater
  private record Member(int id, boolean isProducer, Process process) {}

  private Member start(boolean isProducer) {
    int id = ids++;
    long seed = random.nextLong();
    // Not the crew, which can't be copied.
    Soak with = soak;
    Process process =
        isProducer
            ? new Process(() -> with.produce(id, seed))
            : new Process(() -> with.consume(id));
    process.start();
    return new Member(id, isProducer, process);
  }

  /// Kills one; doesn't wait for its death, nor for its heir.
  void killOne() {
    readJoined();
    Member victim = victim();
    victim.process.kill();
    dying.add(victim);
    members.remove(victim);
    members.add(start(victim.isProducer));
    bury();
  }

  /// One that works as long as half of them do; and else, or once in a while, one that starts.
  ///
  /// Then mostly the youngest: an old one has cost the machine most of a start, and if all were as
  /// likely hardly anybody would come to work. A stock of processes that have started before was
  /// tried: it is used up in seconds, and to fill it again takes the processors that the others
  /// work on, so that both kills and items become fewer.
  private Member victim() {
    List<Member> working = members.stream().filter(this::hasJoined).toList();
    List<Member> starting = members.stream().filter(member -> !hasJoined(member)).toList();
    boolean oneThatWorks = working.size() >= EACH && random.nextInt(4) > 0;
    if (oneThatWorks || starting.isEmpty()) {
      return anyOf(working);
    }
    return random.nextInt(30) > 0 ? starting.getLast() : anyOf(starting);
  }

  private Member anyOf(List<Member> some) {
    return some.get(random.nextInt(some.size()));
  }

  private boolean hasJoined(Member member) {
    return joined.get(member.id);
  }

  private void readJoined() {
    while (!soak.joined().empty()) {
      joined.set(soak.joined().get());
    }
  }

  private void bury() {
    List<Member> dead = dying.stream().filter(member -> !member.process.isAlive()).toList();
    dying.removeAll(dead);
    // After their deaths: what they have said is there.
    readJoined();
    for (Member member : dead) {
      assertThat(member.process.exitCode()).as("%s", member).isEqualTo(-9);
      if (!hasJoined(member)) {
        killedStarting++;
      } else {
        killedWorking++;
        killedConsumers += member.isProducer ? 0 : 1;
      }
    }
  }

  /// Waits until all of them work.
  void awaitJoined() {
    while (!members.stream().allMatch(this::hasJoined)) {
      joined.set(soak.joined().get(seconds(30)));
    }
  }

  /// Waits for the deaths of all that were killed.
  void awaitDeaths() {
    dying.forEach(member -> member.process.join());
    bury();
  }

  List<Process> producers() {
    return members.stream().filter(Member::isProducer).map(Member::process).toList();
  }

  List<Process> consumers() {
    return members.stream().filter(member -> !member.isProducer).map(Member::process).toList();
  }

  /// How many were killed after they had begun to work.
  int killedWorking() {
    return killedWorking;
  }

  /// How many were killed before that.
  int killedStarting() {
    return killedStarting;
  }

  /// How many of those killed at work were consumers.
  int killedConsumers() {
    return killedConsumers;
  }
}
