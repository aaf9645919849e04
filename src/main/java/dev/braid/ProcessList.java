package dev.braid;

import dev.braid.os.ProcessState;
import dev.braid.pool.Excerpt;
import dev.braid.pool.ShortDuration;
import dev.braid.pool.TextTable;
import dev.braid.pool.TextTable.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The processes of a session, as [Multiprocessing#ps] found them. Its text is a table, as is what
/// a notebook shows of it.
///
/// @param processes the first process of the session, then the others in the order of their starts
public record ProcessList(List<Entry> processes) implements Iterable<ProcessList.Entry> {
  /// Of those that are gone, the table has so many.
  private static final int SHOWN_GONE = 10;

  private static final int NAME = 40;
  private static final double MEBIBYTE = 1 << 20;

  /// What is in the list stays.
  public ProcessList {
    processes = List.copyOf(processes);
  }

  /// One process.
  ///
  /// @param parent pid of its parent now: of an orphan the one that adopted it, of one that is gone
  ///   the one that started it; 0 if there is none
  /// @param name the one of its [Process]; of another program, its command
  /// @param cell that started it, the n of `In [n]`; 0 if it was none
  /// @param isOrphan true if the one that started it has ended, so that another one is its parent
  /// @param cpuTime that all its threads have used; empty if that isn't known
  /// @param memory resident, in bytes; empty if that isn't known
  /// @param exitCode as [Process#exitCode]; empty before its end, and if nobody asked in time
  public record Entry(
      long pid,
      long parent,
      String name,
      int cell,
      ProcessState state,
      boolean isOrphan,
      Optional<Duration> cpuTime,
      OptionalLong memory,
      OptionalInt exitCode) {
    private boolean hasEnded() {
      return state == ProcessState.ZOMBIE || isGone();
    }

    private boolean isGone() {
      return state == ProcessState.GONE;
    }

    /// It as a line of the table.
    @Override
    public String toString() {
      return new ProcessList(List.of(this)).toString();
    }
  }

  /// The process of that number; of several that had it, the last.
  public Optional<Entry> find(long pid) {
    return processes.stream().filter(process -> process.pid == pid).reduce((_, last) -> last);
  }

  @Override
  public Iterator<Entry> iterator() {
    return processes.iterator();
  }

  /// A row for each process that the operating system lists, and for the latest ten that are gone.
  public TextTable table() {
    List<Entry> rows = new ArrayList<>(processes);
    rows.removeAll(processes.stream().filter(Entry::isGone).limit(omitted()).toList());
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("pid", true, rows, row -> Long.toString(row.pid)));
    columns.add(Column.of("parent", true, rows, row -> number(row.parent)));
    columns.add(Column.of("name", false, rows, row -> Excerpt.of(row.name, NAME)));
    if (rows.stream().anyMatch(row -> row.cell != 0)) {
      columns.add(
          Column.of("cell", false, rows, row -> row.cell == 0 ? "" : "In[" + row.cell + "]"));
    }
    columns.add(
        Column.of("state", false, rows, row -> row.state + (row.isOrphan ? ", orphan" : "")));
    columns.add(Column.of("cpu time", true, rows, ProcessList::cpuTime));
    columns.add(Column.of("memory", true, rows, ProcessList::memory));
    columns.add(
        Column.of(
            "exit code",
            true,
            rows,
            row ->
                row.exitCode.isPresent()
                    ? Integer.toString(row.exitCode.getAsInt())
                    : row.hasEnded() ? "unknown" : ""));
    return new TextTable(columns);
  }

  /// How many that are gone have no row in the table.
  public long omitted() {
    return Math.max(0, processes.stream().filter(Entry::isGone).count() - SHOWN_GONE);
  }

  private static String number(long pid) {
    return pid == 0 ? "" : Long.toString(pid);
  }

  private static String cpuTime(Entry row) {
    return row.isGone() ? "" : row.cpuTime.map(ShortDuration::of).orElse("unknown");
  }

  private static String memory(Entry row) {
    if (row.hasEnded()) {
      return "";
    } else if (row.memory.isEmpty()) {
      return "unknown";
    }
    return String.format(Locale.ROOT, "%,.1f MiB", row.memory.getAsLong() / MEBIBYTE);
  }

  @Override
  public String toString() {
    String rest = omitted() == 0 ? "" : "and %d that ended earlier\n".formatted(omitted());
    return (table() + rest).stripTrailing();
  }
}
