package dev.braid.kernel;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Java's grammar, without its names and types: whether a snippet could stand anywhere in a
/// program.
///
/// JShell's own analysis counts brackets and looks at first words, so it takes `class { }` for a
/// whole declaration; this asks javac's parser.
final class Syntax {
  /// Where a snippet can stand: as an import or a type, a member, a statement, an expression. A
  /// comment may end it, hence the line ends.
  private static final List<String> PLACES =
      List.of(
          "%s\n",
          "class Place { %s\n}",
          "class Place { void place() { %s\n} }",
          "class Place { Object place = %s\n; }");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private Syntax() {}

  /// True if the parser has no objection to the snippet, in one place at least.
  static boolean permits(String snippet) {
    return PLACES.stream().anyMatch(place -> parses(place.formatted(snippet)));
  }

  private static boolean parses(String unit) {
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, null, said, List.of(), null, List.of(new Source(unit)));
    try {
      var _ = task.parse();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory can't be read", e);
    }
    return said.getDiagnostics().stream()
        .noneMatch(each -> each.getKind() == Diagnostic.Kind.ERROR);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("memory:/Place.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
