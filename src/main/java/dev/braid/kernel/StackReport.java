package dev.braid.kernel;

import dev.braid.jupyter.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jshell.spi.SPIResolutionException;

/// A throwable as a cell's author wants to read it: frames in cells with their line, without ours
/// and JShell's, and its causes and suppressed exceptions.
final class StackReport {
  private static final Pattern CELL_CLASS = Pattern.compile("REPL\\.\\$JShell\\$[^$.]+\\$?");
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$.*\\$\\d+");
  private static final List<String> MACHINERY =
      List.of(
          "dev.braid.kernel.",
          "jdk.jshell.",
          "jdk.internal.reflect.",
          "java.lang.reflect.Method",
          "java.lang.invoke.LambdaForm",
          "java.lang.invoke.DirectMethodHandle",
          "java.lang.invoke.Invokers");
  private static final int FIRST_FRAMES = 20;
  private static final int LAST_FRAMES = 5;

  private final CellLines lines;
  private final List<String> text = new ArrayList<>();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private StackReport(CellLines lines) {
    this.lines = lines;
  }

  /// The failure of a cell that threw.
  static Outcome.Failed failure(Throwable thrown, CellLines lines) {
    String message = message(thrown);
    return new Outcome.Failed(
        nameOf(thrown.getClass().getName()),
        message.lines().findFirst().orElse(""),
        lines(thrown, lines));
  }

  /// The report, line by line.
  static List<String> lines(Throwable thrown, CellLines lines) {
    StackReport report = new StackReport(lines);
    report.add("", "", thrown, List.of());
    return report.text;
  }

  private static String message(Throwable thrown) {
    if (thrown instanceof SPIResolutionException) {
      return "a declaration was used that waits for others; define those first";
    }
    String message = thrown.getLocalizedMessage();
    return message == null ? "" : message;
  }

  private static String nameOf(String className) {
    return CELL_CLASS.matcher(className).replaceFirst("").replace('$', '.');
  }

  private void add(
      String indent, String caption, Throwable thrown, List<StackTraceElement> enclosing) {
    String name = Failure.red(nameOf(thrown.getClass().getName()));
    if (!seen.add(thrown)) {
      text.add(indent + caption + name + " (shown above)");
      return;
    }
    String message = message(thrown);
    text.add(indent + caption + name + (message.isEmpty() ? "" : ": " + message));
    List<StackTraceElement> frames = userFrames(thrown);
    int common = common(frames, enclosing);
    frames(indent, frames.subList(0, frames.size() - common));
    if (common > 0) {
      text.add("%s    ... %d more".formatted(indent, common));
    }
    for (Throwable each : thrown.getSuppressed()) {
      add(indent + "    ", "Suppressed: ", each, frames);
    }
    Throwable cause = thrown.getCause();
    if (cause != null) {
      add(indent, "Caused by: ", cause, frames);
    }
  }

  private static List<StackTraceElement> userFrames(Throwable thrown) {
    List<StackTraceElement> frames = List.of(thrown.getStackTrace());
    int last = frames.size();
    while (last > 0 && !frames.get(last - 1).getClassName().startsWith("REPL.$JShell$")) {
      last--;
    }
    if (last == 0) {
      // Not through a cell: all of it, down to our own frames.
      while (last < frames.size() && !isMachinery(frames.get(last))) {
        last++;
      }
    }
    return frames.subList(0, last).stream().filter(each -> !isMachinery(each)).toList();
  }

  private static boolean isMachinery(StackTraceElement frame) {
    return MACHINERY.stream().anyMatch(frame.getClassName()::startsWith);
  }

  private static int common(List<StackTraceElement> frames, List<StackTraceElement> enclosing) {
    int common = 0;
    while (common < frames.size()
        && common < enclosing.size()
        && frames
            .get(frames.size() - 1 - common)
            .equals(enclosing.get(enclosing.size() - 1 - common))) {
      common++;
    }
    return common;
  }

  private void frames(String indent, List<StackTraceElement> frames) {
    int size = frames.size();
    for (int i = 0; i < size; i++) {
      if (i == FIRST_FRAMES && size > FIRST_FRAMES + LAST_FRAMES) {
        i = size - LAST_FRAMES;
        text.add("%s    ... %d frames".formatted(indent, i - FIRST_FRAMES));
      }
      text.add(indent + "    at " + describe(frames.get(i)));
    }
  }

  private String describe(StackTraceElement frame) {
    Optional<CellLines.Place> place = lines.placeOf(frame);
    return place.isEmpty()
        ? frame.toString().replaceFirst("^(app//|java\\.base/|[\\w.]+/)", "")
        : "%s(cell%s%s)%s"
            .formatted(
                method(frame),
                place.get().label().isEmpty() ? "" : " " + place.get().label(),
                place.get().line() == 0 ? "" : ":" + place.get().line(),
                place.get().text().isEmpty() ? "" : "  " + place.get().text());
  }

  private static String method(StackTraceElement frame) {
    String owner = nameOf(frame.getClassName());
    String method = LAMBDA.matcher(frame.getMethodName()).replaceFirst("lambda");
    if (method.equals("do_it$")) {
      return "";
    }
    return (owner.isEmpty() ? method : owner + "." + method) + " ";
  }
}
