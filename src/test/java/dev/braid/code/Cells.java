package dev.braid.code;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// Cells compiled by a real JShell, their classes rewritten as the kernel does.
final class Cells implements ClassSource, AutoCloseable {
  private final Map<String, byte[]> classes = new HashMap<>();
  private final Loader loader = new Loader();
  private final JShell shell;
  private Object result = "none";

  private Cells() {
    this.shell =
        JShell.builder()
            .executionEngine(new Engine(), Map.of())
            .compilerOptions("-cp", System.getProperty("java.class.path"))
            .build();
  }

  static Cells of(String... sources) {
    Cells cells = new Cells();
    List.of("import java.util.*;", "import java.util.function.*;", "import dev.braid.*;")
        .forEach(cells::run);
    List.of(sources).forEach(cells::run);
    return cells;
  }

  /// Evaluates one snippet; its value.
  Object run(String source) {
    result = "none";
    for (SnippetEvent event : shell.eval(source)) {
      if (event.status() == Snippet.Status.REJECTED || event.exception() != null) {
        throw new AssertionError(
            source
                + "\n"
                + shell
                    .diagnostics(event.snippet())
                    .map(d -> d.getMessage(java.util.Locale.ROOT))
                    .toList()
                + event.exception());
      }
    }
    return result;
  }

  @Override
  public Optional<byte[]> bytesOf(String name) {
    return Optional.ofNullable(classes.get(name));
  }

  @Override
  public ClassLoader loader() {
    return loader;
  }

  @Override
  public void close() {
    shell.close();
  }

  private final class Engine implements ExecutionControlProvider {
    @Override
    public String name() {
      return "cells";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return new DirectExecutionControl(new Delegate()) {
        @Override
        protected String invoke(java.lang.reflect.Method method) throws Exception {
          result = method.invoke(null, new Object[0]);
          return "";
        }
      };
    }
  }

  private final class Delegate implements LoaderDelegate {
    @Override
    public void load(ClassBytecodes[] loaded) throws ExecutionControl.ClassInstallException {
      for (ClassBytecodes type : loaded) {
        classes.put(type.name(), ShippableClass.rewrite(type.bytecodes()));
      }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] redefined) {
      throw new AssertionError("JShell redefines by new names");
    }

    @Override
    public void addToClasspath(String path) {
      throw new AssertionError("the class path is given at the start");
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
      return loader.loadClass(name);
    }
  }

  private final class Loader extends ClassLoader {
    Loader() {
      super(Cells.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
