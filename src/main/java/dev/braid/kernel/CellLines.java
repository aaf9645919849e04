package dev.braid.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/// From a stack frame in generated code back to the line of the cell that it came from.
final class CellLines {
  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$[^$.]+");
  private static final int CELLS_KEPT = 1000;

  private final Map<String, Wrapped> wrappers = new ConcurrentHashMap<>();
  private final Map<String, List<String>> sources = new ConcurrentHashMap<>();
  private final Deque<String> labels = new ArrayDeque<>();

  /// Where a snippet stands.
  ///
  /// @param label the cell, `In[3]`
  /// @param line the snippet's first line in it, from 1
  record Origin(String label, int line) {}

  /// A place in a cell.
  ///
  /// @param label the cell, `In[3]`
  /// @param line from 1; 0 if unknown
  /// @param text the line itself; empty if unknown
  record Place(String label, int line, String text) {}

  private record Wrapped(TreeMap<Integer, Origin> lines) {}

  /// Keeps a cell's text for as long as its lines may be shown.
  synchronized void remember(String label, String code) {
    if (sources.put(label, code.lines().toList()) == null) {
      labels.add(label);
      if (labels.size() > CELLS_KEPT) {
        sources.remove(labels.remove());
      }
    }
  }

  /// Notes how a snippet was wrapped into a class.
  void add(SnippetWrapper wrapper, Origin origin) {
    String source = wrapper.source();
    String wrapped = wrapper.wrapped();
    int[] lineOf = new int[wrapped.length() + 1];
    for (int i = 0, line = 1; i <= wrapped.length(); i++) {
      lineOf[i] = line;
      if (i < wrapped.length() && wrapped.charAt(i) == '\n') {
        line++;
      }
    }
    Wrapped known =
        wrappers.computeIfAbsent(wrapper.fullClassName(), _ -> new Wrapped(new TreeMap<>()));
    synchronized (known) {
      int line = origin.line();
      for (int i = 0; i < source.length(); i++) {
        char c = source.charAt(i);
        if (c == '\n') {
          line++;
        } else if (!Character.isWhitespace(c)) {
          int at = wrapper.sourceToWrappedPosition(i);
          // Zero is JShell's word for "not here".
          if (at > 0 && at < lineOf.length) {
            known.lines().putIfAbsent(lineOf[at], new Origin(origin.label(), line));
          }
        }
      }
    }
  }

  /// The class with its lines numbered as in the cell, and the cell for its source file, so that
  /// another process's stack traces tell them. A class of a snippet that is not yet noted keeps its
  /// own.
  byte[] renumber(String className, byte[] bytes) {
    Matcher matcher = WRAPPER.matcher(className);
    Wrapped wrapped = matcher.lookingAt() ? wrappers.get(matcher.group()) : null;
    if (wrapped == null) {
      return bytes;
    }
    TreeMap<Integer, Origin> known;
    synchronized (wrapped) {
      known = new TreeMap<>(wrapped.lines());
    }
    if (known.isEmpty()) {
      return bytes;
    }
    CodeTransform lines =
        (code, element) -> {
          if (element instanceof LineNumber number) {
            Map.Entry<Integer, Origin> entry = known.floorEntry(number.line());
            code.lineNumber(entry == null ? 1 : entry.getValue().line());
          } else {
            code.with(element);
          }
        };
    String label = known.firstEntry().getValue().label();
    ClassTransform source =
        (type, element) ->
            type.with(
                element instanceof SourceFileAttribute ? SourceFileAttribute.of(label) : element);
    ClassFile format = ClassFile.of();
    return format.transformClass(
        format.parse(bytes), ClassTransform.transformingMethodBodies(lines).andThen(source));
  }

  /// The place in a cell that a frame belongs to; empty for frames of other code.
  Optional<Place> placeOf(StackTraceElement frame) {
    Matcher matcher = WRAPPER.matcher(frame.getClassName());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String file = String.valueOf(frame.getFileName());
    if (sources.containsKey(file)) {
      // From another process, numbered already.
      return Optional.of(place(new Origin(file, frame.getLineNumber())));
    }
    Wrapped wrapped = wrappers.get(matcher.group());
    if (wrapped == null) {
      return Optional.of(new Place("", 0, ""));
    }
    Map.Entry<Integer, Origin> entry;
    synchronized (wrapped) {
      entry = wrapped.lines().floorEntry(frame.getLineNumber());
    }
    if (entry == null) {
      return Optional.of(new Place("", 0, ""));
    }
    return Optional.of(place(entry.getValue()));
  }

  private Place place(Origin at) {
    List<String> source = sources.getOrDefault(at.label(), List.of());
    String text = at.line() <= source.size() ? source.get(at.line() - 1).strip() : "";
    return new Place(at.label(), at.line(), text);
  }
}
