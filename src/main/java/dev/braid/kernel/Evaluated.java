package dev.braid.kernel;

import java.util.List;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import org.jspecify.annotations.Nullable;

/// What evaluating one snippet came to.
sealed interface Evaluated {
  /// An expression or a variable, and its value.
  ///
  /// @param value the object itself
  record Value(@Nullable Object value) implements Evaluated {}

  /// A declaration or a statement that worked.
  record Done() implements Evaluated {}

  /// It doesn't compile.
  ///
  /// @param source the snippet, to which the diagnostics' positions refer
  /// @param diagnostics what javac says
  /// @param hints what else explains it
  record Rejected(String source, List<Diag> diagnostics, List<String> hints) implements Evaluated {}

  /// It threw.
  record Threw(Throwable thrown) implements Evaluated {}

  /// It used a declaration that waits for others.
  ///
  /// @param declaration what was used
  /// @param missing what it waits for
  record Unresolved(DeclarationSnippet declaration, List<String> missing) implements Evaluated {}
}
