package dev.braid.kernel;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Evaluates snippets, with the JDK's `Queue` or `Process` in the place of ours where only those
/// compile, so that notebooks made for other kernels run unchanged.
final class Snippets {
  private static final String LITERAL_OR_COMMENT =
      "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'|//[^\\n]*|/\\*[\\s\\S]*?\\*/";

  private final Shell shell;
  private final Map<String, String> hidden;
  private final Pattern hiddenName;
  private final Set<String> noted = new HashSet<>();

  /// @param hidden from the simple names of our types to the JDK's that they hide
  Snippets(Shell shell, Map<String, String> hidden) {
    this.shell = shell;
    this.hidden = hidden;
    // Not after a dot: there the name is qualified already, or a member.
    this.hiddenName =
        hidden.isEmpty()
            ? Pattern.compile("(?!)")
            : Pattern.compile(
                LITERAL_OR_COMMENT
                    + "|(?<![.\\w$])(?<name>"
                    + String.join("|", hidden.keySet())
                    + ")(?![\\w$])");
  }

  /// Evaluates one snippet.
  Evaluated evaluate(String source, CellLines.Origin origin) {
    Evaluated ours = shell.evaluate(source, origin);
    if (!(ours instanceof Evaluated.Rejected)) {
      return ours;
    }
    Matcher names = hiddenName.matcher(source);
    Set<String> used = new HashSet<>();
    String theirs =
        names.replaceAll(match -> {
          String jdkType = hidden.get(match.group());
          if (jdkType != null) {
            used.add(match.group());
          }
          return Matcher.quoteReplacement(jdkType == null ? match.group() : jdkType);
        });
    if (used.isEmpty()) {
      return ours;
    }
    Evaluated retried = shell.evaluate(theirs, origin);
    if (retried instanceof Evaluated.Rejected) {
      return ours;
    }
    used.stream().sorted().filter(noted::add).forEach(this::note);
    return retried;
  }

  private void note(String name) {
    System.err.println(
        "note: %s is %s here, because this doesn't compile with dev.braid.%s"
            .formatted(name, hidden.get(name), name));
  }
}
