package dev.braid.kernel;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/// JShell's way to run code, in this JVM and on the thread that evaluates.
///
/// It keeps the object that a snippet computed and the throwable that it threw; JShell itself would
/// hand on only their texts.
final class CellExecutionControl implements ExecutionControl {
  private static final StackTraceElement[] NO_FRAMES = {};
  private static final ThreadLocal<Invocation> LATEST = new ThreadLocal<>();

  private final CellClassLoader loader;
  private final Caller caller;

  /// How user code is entered, so that the caller can release its locks and stop it.
  @FunctionalInterface
  interface Caller {
    @Nullable Object call(Callable<@Nullable Object> userCode) throws Exception;
  }

  /// What an invocation came to.
  ///
  /// @param value what it returned
  /// @param thrown what it threw; null if it returned
  record Invocation(@Nullable Object value, @Nullable Throwable thrown) {}

  CellExecutionControl(CellClassLoader loader, Caller caller) {
    this.loader = loader;
    this.caller = caller;
  }

  /// What this thread's latest invocation came to, once; null if there was none since.
  @Nullable Invocation takeInvocation() {
    Invocation invocation = LATEST.get();
    LATEST.remove();
    return invocation;
  }

  @Override
  public void load(ClassBytecodes[] classes) throws ClassInstallException {
    boolean[] installed = new boolean[classes.length];
    String name = "";
    try {
      for (ClassBytecodes each : classes) {
        name = each.name();
        loader.declare(name, each.bytecodes());
      }
      for (int i = 0; i < classes.length; i++) {
        name = classes[i].name();
        // Far enough for everything that it refers to in its signatures to be found now.
        Method[] _ = loader.loadClass(name).getDeclaredMethods();
        installed[i] = true;
      }
    } catch (ClassNotFoundException | LinkageError | IllegalArgumentException e) {
      throw new ClassInstallException("class %s can't be loaded: %s".formatted(name, e), installed);
    }
  }

  /// Never possible for classes that are loaded; JShell then compiles them under a new name.
  @Override
  public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
    throw new NotImplementedException("a loaded class keeps its code");
  }

  @Override
  public String invoke(String className, String methodName) throws RunException, InternalException {
    Method method;
    try {
      method = loader.loadClass(className).getDeclaredMethod(methodName);
      method.setAccessible(true);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InternalException("%s.%s can't be run: %s".formatted(className, methodName, e));
    }
    try {
      Object value = caller.call(() -> method.invoke(null));
      LATEST.set(new Invocation(value, null));
      return "";
    } catch (InvocationTargetException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (Exception | CellStopped e) {
      throw failed(e);
    }
  }

  private RunException failed(Throwable thrown) {
    LATEST.set(new Invocation(null, thrown));
    // No frames for JShell: it would translate them, and ours are read from the throwable itself.
    return thrown instanceof SPIResolutionException unresolved
        ? new ResolutionException(unresolved.id(), NO_FRAMES)
        : new UserException(
            String.valueOf(thrown.getMessage()), thrown.getClass().getName(), NO_FRAMES);
  }

  @Override
  public String varValue(String className, String varName) throws InternalException {
    try {
      Field field = loader.loadClass(className).getDeclaredField(varName);
      field.setAccessible(true);
      return String.valueOf(field.get(null));
    } catch (ReflectiveOperationException e) {
      throw new InternalException("variable %s can't be read: %s".formatted(varName, e));
    }
  }

  @Override
  public void addToClasspath(String path) throws InternalException {
    for (String part : List.of(path.split(File.pathSeparator, -1))) {
      try {
        loader.addURL(Path.of(part).toUri().toURL());
      } catch (MalformedURLException e) {
        throw new InternalException("%s can't be added to the class path: %s".formatted(part, e));
      }
    }
  }

  /// Not JShell's to do: the kernel stops the cell itself.
  @Override
  public void stop() throws NotImplementedException {
    throw new NotImplementedException("the kernel stops cells itself");
  }

  @Override
  public Object extensionCommand(String command, Object argument) throws NotImplementedException {
    throw new NotImplementedException("there is no command " + command);
  }

  @Override
  public void close() {
    LATEST.remove();
  }
}
