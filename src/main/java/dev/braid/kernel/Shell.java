package dev.braid.kernel;

import dev.braid.kernel.CellExecutionControl.Invocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/// JShell behind one lock, which is released around user code: what only asks is answered while a
/// cell runs.
final class Shell implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final CellClassLoader loader;
  private final CellExecutionControl control;
  private final JShell jshell;
  private final SourceCodeAnalysis analysis;
  private final CellLines lines;
  // Guarded by lock, as is all of JShell.
  private final Map<String, CellLines.Origin> origins = new HashMap<>();

  /// Starts JShell; `running` is asked for the cell in whose name user code is entered.
  Shell(CellClassLoader loader, CellLines lines, CellExecutionControl.Caller userCode) {
    this.loader = loader;
    this.lines = lines;
    this.control =
        new CellExecutionControl(
            loader, (Callable<@Nullable Object> code) -> unlocked(userCode, code));
    this.jshell =
        JShell.builder()
            .executionEngine(new InThisJvm(control), Map.of())
            .compilerOptions("--class-path", System.getProperty("java.class.path", ""))
            .build();
    this.analysis = jshell.sourceCodeAnalysis();
  }

  CellClassLoader loader() {
    return loader;
  }

  /// Evaluates one snippet, which stands at `origin`.
  Evaluated evaluate(String source, CellLines.Origin origin) {
    lock.lock();
    try {
      List<SnippetEvent> events = jshell.eval(source);
      Invocation invocation = control.takeInvocation();
      if (events.isEmpty()) {
        return new Evaluated.Done();
      }
      SnippetEvent event = events.getFirst();
      for (SnippetEvent each : events) {
        note(each.snippet(), origin);
      }
      return outcome(event, invocation);
    } finally {
      lock.unlock();
    }
  }

  private void note(Snippet snippet, CellLines.Origin origin) {
    boolean hasCode =
        switch (snippet.kind()) {
          case METHOD, TYPE_DECL, VAR, EXPRESSION, STATEMENT -> true;
          case IMPORT, ERRONEOUS -> false;
        };
    if (hasCode && jshell.status(snippet).isDefined()) {
      lines.add(analysis.wrapper(snippet), origins.computeIfAbsent(snippet.id(), _ -> origin));
    }
  }

  private Evaluated outcome(SnippetEvent event, @Nullable Invocation invocation) {
    Snippet snippet = event.snippet();
    if (event.status() == Status.REJECTED) {
      return rejected(snippet);
    }
    if (snippet instanceof VarSnippet && event.status() == Status.RECOVERABLE_NOT_DEFINED) {
      // JShell would wait for the missing type and then make a null of it.
      Evaluated rejected = rejected(snippet);
      jshell.drop(snippet);
      return rejected;
    }
    if (event.exception() instanceof UnresolvedReferenceException unresolved) {
      return unresolved(unresolved.getSnippet());
    }
    if (invocation != null && invocation.thrown() != null) {
      return new Evaluated.Threw(invocation.thrown());
    }
    return hasResult(snippet.subKind())
        ? new Evaluated.Value(invocation == null ? null : invocation.value())
        : new Evaluated.Done();
  }

  private static boolean hasResult(SubKind kind) {
    return kind == SubKind.VAR_VALUE_SUBKIND
        || kind == SubKind.OTHER_EXPRESSION_SUBKIND
        || kind == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  private Evaluated.Rejected rejected(Snippet snippet) {
    List<Diag> diagnostics = jshell.diagnostics(snippet).toList();
    List<String> hints = new ArrayList<>();
    if (snippet instanceof DeclarationSnippet declaration && diagnostics.isEmpty()) {
      jshell
          .unresolvedDependencies(declaration)
          .map(each -> "cannot find " + each)
          .forEach(hints::add);
    }
    jshell
        .snippets()
        .filter(each -> jshell.status(each) == Status.RECOVERABLE_NOT_DEFINED)
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .filter(each -> mentions(snippet.source(), each.name()))
        .map(each -> each.name() + " waits for " + String.join(", ", missing(each)))
        .forEach(hints::add);
    return new Evaluated.Rejected(snippet.source(), diagnostics, hints);
  }

  private static boolean mentions(String source, String name) {
    return java.util.regex.Pattern.compile("\\b" + java.util.regex.Pattern.quote(name) + "\\b")
        .matcher(source)
        .find();
  }

  private Evaluated.Unresolved unresolved(DeclarationSnippet declaration) {
    return new Evaluated.Unresolved(declaration, missing(declaration));
  }

  private List<String> missing(DeclarationSnippet declaration) {
    List<String> missing = jshell.unresolvedDependencies(declaration).toList();
    return missing.isEmpty() ? List.of("something that was dropped") : missing;
  }

  /// What JShell makes of a declaration that waits for others, so that its name can be shown.
  Optional<DeclarationSnippet> declaration(int id) {
    return ask(_ ->
        jshell
            .snippets()
            .filter(each -> each.id().equals(Integer.toString(id)))
            .filter(DeclarationSnippet.class::isInstance)
            .map(DeclarationSnippet.class::cast)
            .findFirst());
  }

  /// All names that are declared now.
  Stream<Snippet> snippets() {
    return ask(_ -> jshell.snippets().toList().stream());
  }

  /// Asks JShell something; user code that runs meanwhile goes on.
  <T> T ask(Function<SourceCodeAnalysis, T> question) {
    lock.lock();
    try {
      return question.apply(analysis);
    } finally {
      lock.unlock();
    }
  }

  /// Adds a jar or directory for the code of later snippets.
  void addToClassPath(String path) {
    lock.lock();
    try {
      jshell.addToClasspath(path);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Object unlocked(
      CellExecutionControl.Caller userCode, Callable<@Nullable Object> code) throws Exception {
    int holds = lock.getHoldCount();
    for (int i = 0; i < holds; i++) {
      lock.unlock();
    }
    try {
      return userCode.call(code);
    } finally {
      for (int i = 0; i < holds; i++) {
        lock.lock();
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      jshell.close();
    } finally {
      lock.unlock();
    }
  }

  private record InThisJvm(CellExecutionControl control) implements ExecutionControlProvider {
    @Override
    public String name() {
      return "braid";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return control;
    }
  }
}
