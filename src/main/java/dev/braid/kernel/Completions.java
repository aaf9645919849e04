package dev.braid.kernel;

import dev.braid.jupyter.Completion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/// What could stand at the cursor, from JShell and the magics' names.
final class Completions {
  private static final Pattern MAGIC_PREFIX = Pattern.compile("(?:^|\\n|=)[^\\S\\n]*(%%?)(\\w*)$");

  private final Shell shell;
  private final Magics magics;

  Completions(Shell shell, Magics magics) {
    this.shell = shell;
    this.magics = magics;
  }

  /// Completes at `cursor`, in code points.
  Completion at(String code, int cursor) {
    int end = Positions.toIndex(code, cursor);
    String before = code.substring(0, end);
    Matcher magic = MAGIC_PREFIX.matcher(before);
    if (magic.find()) {
      return magics(before, magic);
    }
    int[] anchor = {end};
    List<Suggestion> suggestions = shell.ask(analysis -> suggestions(analysis, code, end, anchor));
    Map<String, Completion.Item> items = new LinkedHashMap<>();
    // Those that fit the expected type first, as JShell marks them.
    suggestions.stream().filter(Suggestion::matchesType).forEach(each -> put(items, each));
    suggestions.forEach(each -> put(items, each));
    return new Completion(
        Positions.toCodePoints(code, anchor[0]),
        Positions.toCodePoints(code, end),
        new ArrayList<>(items.values()));
  }

  // All of the cell, because what stands before may declare the name; that fails behind a method
  // or a class, and then the snippet at the cursor alone.
  private static List<Suggestion> suggestions(
      SourceCodeAnalysis analysis, String code, int end, int[] anchor) {
    List<Suggestion> found = analysis.completionSuggestions(code.substring(0, end), end, anchor);
    if (!found.isEmpty()) {
      return found;
    }
    int begin = Positions.snippetStart(analysis, code, end);
    int[] within = {end - begin};
    found = analysis.completionSuggestions(code.substring(begin, end), end - begin, within);
    anchor[0] = begin + Math.clamp(within[0], 0, end - begin);
    return found;
  }

  private static void put(Map<String, Completion.Item> items, Suggestion suggestion) {
    String text = suggestion.continuation();
    items.putIfAbsent(text, new Completion.Item(text, typeOf(text), ""));
  }

  private static String typeOf(String text) {
    if (text.endsWith("(") || text.endsWith(")")) {
      return "function";
    }
    if (SourceVersion.isKeyword(text.strip())) {
      return "keyword";
    }
    if (text.endsWith(".")) {
      return "module";
    }
    return !text.isEmpty() && Character.isUpperCase(text.charAt(0)) ? "class" : "instance";
  }

  private Completion magics(String before, Matcher magic) {
    boolean wholeCell = magic.group(1).length() == 2;
    List<Completion.Item> items =
        magics.names(wholeCell).stream()
            .filter(each -> each.startsWith(magic.group(2)))
            .map(each -> new Completion.Item(magic.group(1) + each, "magic", ""))
            .toList();
    return new Completion(
        Positions.toCodePoints(before, magic.start(1)),
        Positions.toCodePoints(before, before.length()),
        items);
  }
}
