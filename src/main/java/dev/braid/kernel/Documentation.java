package dev.braid.kernel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.jupyter.Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;

/// What is known of the name at the cursor: signatures, and Javadoc where its source is at hand.
final class Documentation {
  private final Shell shell;

  Documentation(Shell shell) {
    this.shell = shell;
  }

  /// The documentation at `cursor`, in code points.
  Optional<Bundle> at(String code, int cursor) {
    int index = Positions.toIndex(code, cursor);
    List<SourceCodeAnalysis.Documentation> found =
        shell.ask(analysis -> find(analysis, code, index));
    return found.isEmpty() ? Optional.empty() : Optional.of(bundle(found));
  }

  private static List<SourceCodeAnalysis.Documentation> find(
      SourceCodeAnalysis analysis, String code, int cursor) {
    int end = cursor;
    while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
      end++;
    }
    int begin = Positions.snippetStart(analysis, code, cursor);
    String name = code.substring(begin, end);
    if (name.isBlank()) {
      return List.of();
    }
    List<SourceCodeAnalysis.Documentation> found = new ArrayList<>();
    if (Character.isJavaIdentifierPart(name.charAt(name.length() - 1))) {
      // A method first: JShell knows one only behind its parenthesis.
      found.addAll(analysis.documentation(name + "(", name.length() + 1, true));
      int word = wordStart(name);
      found.removeIf(each -> !mentions(each.signature(), name.substring(word)));
      if (found.isEmpty()) {
        found.addAll(analysis.documentation(name, name.length(), true));
        found.removeIf(each -> !mentions(each.signature(), name.substring(word)));
      }
      if (found.isEmpty()) {
        found.addAll(qualified(analysis, name, word));
      }
    } else {
      found.addAll(analysis.documentation(name, name.length(), true));
    }
    return found;
  }

  // A type that is not imported, if there is one of that name.
  private static List<SourceCodeAnalysis.Documentation> qualified(
      SourceCodeAnalysis analysis, String code, int word) {
    String name = code.substring(word);
    if (!Character.isUpperCase(name.charAt(0))) {
      return List.of();
    }
    QualifiedNames names = analysis.listQualifiedNames(name, name.length());
    return names.getNames().stream()
        .limit(1)
        .flatMap(each -> analysis.documentation(each, each.length(), true).stream())
        .toList();
  }

  private static int wordStart(String code) {
    int start = code.length();
    while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean mentions(String signature, String word) {
    return !word.isEmpty()
        && signature.matches("(?s).*\\b" + java.util.regex.Pattern.quote(word) + "\\b.*");
  }

  private static Bundle bundle(List<SourceCodeAnalysis.Documentation> found) {
    StringBuilder plain = new StringBuilder();
    StringBuilder html = new StringBuilder();
    for (SourceCodeAnalysis.Documentation each : found) {
      String javadoc = Objects.requireNonNullElse(each.javadoc(), "");
      plain.append(each.signature()).append('\n');
      html.append("<pre>").append(escape(each.signature())).append("</pre>\n");
      if (!javadoc.isBlank()) {
        plain.append(JavadocText.plain(javadoc).indent(4));
        html.append("<div>").append(JavadocText.html(javadoc)).append("</div>\n");
      }
    }
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("text/plain", plain.toString().stripTrailing());
    data.put("text/html", html.toString());
    return new Bundle(data, JsonNodeFactory.instance.objectNode());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
