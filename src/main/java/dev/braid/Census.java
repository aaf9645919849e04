package dev.braid;

import dev.braid.memory.Session;
import dev.braid.memory.SessionProcess;
import dev.braid.os.OperatingSystem;
import dev.braid.os.ProcessState;
import dev.braid.os.ProcessStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Finds the processes of the session: those that its table knows, at any depth, and whatever these
/// have started besides, such as another program, or a JVM that hasn't entered the table yet.
///
/// The operating system has no moment at which all of them stand still: each row is true by itself.
final class Census {
  private final OperatingSystem os = OperatingSystem.current();
  private final Session session = Session.current();
  private final List<Found> found = new ArrayList<>();
  private final Set<Long> listed = new HashSet<>();

  private Census() {}

  private record Found(boolean isFirst, long started, ProcessList.Entry entry) {}

  static ProcessList take() {
    Census census = new Census();
    census.session.processes().forEach(census::add);
    census.addOthers();
    census.found.sort(
        Comparator.comparing(Found::isFirst)
            .reversed()
            .thenComparingLong(Found::started)
            .thenComparingLong(each -> each.entry.pid()));
    return new ProcessList(census.found.stream().map(Found::entry).toList());
  }

  private void add(SessionProcess known) {
    // Its number may be another one's by now.
    Optional<ProcessStatus> status =
        os.status(known.pid()).filter(now -> known.identity().isSame(now.identity()));
    if (status.isEmpty()) {
      found.add(
          found(
              known,
              known.parent(),
              new ProcessStatus(
                  known.identity(),
                  known.parent(),
                  "",
                  ProcessState.GONE,
                  Optional.empty(),
                  OptionalLong.empty())));
    } else if (!known.name().isEmpty()) {
      listed.add(known.pid());
      found.add(found(known, known.parent(), status.get()));
    }
    // Else it has just come, and is not more than any JVM yet.
  }

  private Found found(SessionProcess known, long starter, ProcessStatus now) {
    return found(
        now,
        known.name().isEmpty() ? "unknown" : known.name(),
        session.count(known.cell()),
        starter != 0 && starter != now.parent(),
        known.exitCode());
  }

  private Found found(
      ProcessStatus now, String name, int cell, boolean isOrphan, OptionalInt exitCode) {
    long pid = now.identity().pid();
    return new Found(
        pid == session.address().first().pid(),
        now.identity().startTime(),
        new ProcessList.Entry(
            pid,
            now.parent(),
            name,
            cell,
            now.state(),
            isOrphan,
            now.cpuTime(),
            now.memory(),
            exitCode));
  }

  private void addOthers() {
    Map<Long, Process> own = new HashMap<>();
    Map<Process, Long> cells = Lineage.children();
    cells.keySet().forEach(child -> own.put(child.pid(), child));
    Map<Long, Long> parents = os.parents();
    for (Long pid : parents.keySet()) {
      if (!listed.contains(pid) && descends(pid, parents)) {
        Process child = own.get(pid);
        os.status(pid)
            .ifPresent(now ->
                found.add(
                    found(
                        now,
                        child == null ? now.command() : child.name(),
                        child == null ? 0 : session.count(cells.getOrDefault(child, 0L)),
                        false,
                        OptionalInt.empty())));
      }
    }
  }

  /// True if a process above it is one of the session that runs.
  private boolean descends(long pid, Map<Long, Long> parents) {
    long above = parents.getOrDefault(pid, 0L);
    // Read one by one, so a circle is possible; no family is that deep.
    for (int i = 0; i < parents.size() && above != 0; i++) {
      if (listed.contains(above)) {
        return true;
      }
      above = parents.getOrDefault(above, 0L);
    }
    return false;
  }
}
