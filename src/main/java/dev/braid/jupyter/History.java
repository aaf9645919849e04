package dev.braid.jupyter;

import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was run, in this session and those before it, and the answers to `history_request`.
///
/// Everything happens on its own lane: another kernel may hold the file for a while. Where the file
/// can't be used, it remembers this session alone.
final class History {
  private static final System.Logger LOG = System.getLogger(History.class.getName());

  private final Lane lane;
  private List<HistoryEntry> entries = new ArrayList<>();
  private long session = 1;
  private @Nullable HistoryFile file;

  History(Lane lane, HistoryFile file) {
    this.lane = lane;
    this.file = file;
    lane.run(() ->
        keeping(() -> {
          HistoryFile.Opened opened = file.open();
          entries = new ArrayList<>(opened.entries());
          session = opened.session();
        }));
  }

  /// Remembers code that is about to run.
  void input(int line, String code) {
    lane.run(() -> {
      HistoryEntry entry = new HistoryEntry(session, line, code, null);
      entries.add(entry);
      if (entries.size() >= 2 * HistoryFile.KEPT) {
        entries.subList(0, HistoryFile.KEPT).clear();
      }
      HistoryFile to = file;
      if (to != null) {
        keeping(() -> to.input(entry));
      }
    });
  }

  /// Remembers its value.
  void output(int line, String text) {
    lane.run(() -> {
      Optional<HistoryEntry> completed = complete(entries, session, line, text);
      HistoryFile to = file;
      if (to != null && completed.isPresent()) {
        keeping(() -> to.output(completed.get()));
      }
    });
  }

  /// Gives the newest entry of that session and line its output.
  static Optional<HistoryEntry> complete(
      List<HistoryEntry> entries, long session, int line, String output) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      HistoryEntry entry = entries.get(i);
      if (entry.session() == session && entry.line() == line) {
        entries.set(i, entry.with(output));
        return Optional.of(entries.get(i));
      }
    }
    return Optional.empty();
  }

  /// Something done to the file.
  @FunctionalInterface
  private interface Keeping {
    void run() throws IOException;
  }

  private void keeping(Keeping step) {
    try {
      step.run();
    } catch (IOException e) {
      file = null;
      LOG.log(
          WARNING,
          "history is not kept: {0}; make the directory writable, or set XDG_DATA_HOME",
          e.toString());
    }
  }

  void submit(Request request) {
    lane.submit(request, r -> Optional.of(answer(r.message())));
  }

  private ObjectNode answer(Message request) {
    JsonNode asked = request.content();
    List<HistoryEntry> found =
        switch (request.text("hist_access_type")) {
          case "tail" -> newest(entries, asked.path("n").asInt(10));
          case "range" -> range(asked);
          case "search" -> search(asked);
          default ->
              throw new BadRequestException(
                  "hist_access_type is %s; use tail, range or search"
                      .formatted(asked.path("hist_access_type")));
        };
    boolean output = asked.path("output").asBoolean(false);
    ObjectNode reply = Replies.ok();
    ArrayNode list = reply.putArray("history");
    found.forEach(entry -> list.add(entry.json(output)));
    return reply;
  }

  private static List<HistoryEntry> newest(List<HistoryEntry> from, int n) {
    return from.subList(Math.max(0, from.size() - Math.max(0, n)), from.size());
  }

  /// The lines from `start` up to, without, `stop`. As in IPython, session 0 is this one and -1 the
  /// one before it, and a negative line counts from the end.
  private List<HistoryEntry> range(JsonNode asked) {
    long wanted = asked.path("session").asLong(0);
    long of = wanted > 0 ? wanted : session + wanted;
    List<HistoryEntry> lines = entries.stream().filter(e -> e.session() == of).toList();
    int end = lines.isEmpty() ? 1 : lines.getLast().line() + 1;
    int start = line(asked.path("start"), 1, end);
    int stop = line(asked.path("stop"), end, end);
    return lines.stream().filter(e -> start <= e.line() && e.line() < stop).toList();
  }

  private static int line(JsonNode asked, int absent, int end) {
    int line = asked.asInt(absent);
    return line < 0 ? end + line : line;
  }

  private List<HistoryEntry> search(JsonNode asked) {
    Glob glob = new Glob(asked.path("pattern").asText("*"));
    List<HistoryEntry> found = entries.stream().filter(e -> glob.matches(e.input())).toList();
    if (asked.path("unique").asBoolean(false)) {
      Map<String, HistoryEntry> unique = new LinkedHashMap<>();
      for (HistoryEntry entry : found) {
        // The newest of the same, in its place.
        unique.remove(entry.input());
        unique.put(entry.input(), entry);
      }
      found = List.copyOf(unique.values());
    }
    return asked.path("n").isIntegralNumber() ? newest(found, asked.path("n").asInt()) : found;
  }
}
