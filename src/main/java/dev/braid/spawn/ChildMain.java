package dev.braid.spawn;

import dev.braid.code.CodeBase;
import dev.braid.code.ShippedLoader;
import dev.braid.memory.Output;
import dev.braid.memory.SegmentDirectory;
import dev.braid.memory.Session;
import dev.braid.os.ParentLink;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The `main` of a child JVM: takes its task from the parent, runs it on the main thread, reports
/// what it threw.
public final class ChildMain {
  private static final CompletableFuture<Void> PARENT_ENDED = new CompletableFuture<>();

  /// From then on the end of the link is our own doing, and not the parent's end: whoever acted on
  /// that would change this process's exit code.
  private static volatile boolean isEnding;

  private static volatile Consumer<Thread> interruption = Thread::interrupt;

  private ChildMain() {}

  /// Completes when the parent of this process has ended. Never, in a process that Braid did not
  /// start.
  public static CompletableFuture<Void> parentEnded() {
    return PARENT_ENDED.copy();
  }

  /// From now on, an interrupt of this process is handed to `newInterruption`, with the main
  /// thread.
  public static void interruptBy(Consumer<Thread> newInterruption) {
    interruption = newInterruption;
  }

  /// Runs the task that comes from the parent; takes no arguments.
  public static void main(String[] arguments) throws Throwable {
    ParentLink link = ParentLink.open();
    Frames.Work work = Frames.Work.read(link.input());
    // Nothing outlives the session: neither this thread's work nor its shutdown hooks are waited
    // for.
    Session session = Session.join(work.session(), () -> endWith(work.session()));
    Output.enter(work.cell());
    Output.install();
    System.setIn(InputStream.nullInputStream());
    ShippedLoader loader = new ShippedLoader(work.parcel().classes());
    CodeBase.use(loader);
    Thread main = Thread.currentThread();
    main.setContextClassLoader(loader);
    obey(link.input(), main);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("braid-end").unstarted(() -> end(session, link)));
    String name = "process";
    try {
      Program program = (Program) work.parcel().unpack(loader);
      session.arena().arrived(work.journey());
      name = program.name();
      link.report(new byte[] {Frames.RUNNING});
      program.run();
    } catch (Throwable t) {
      String trace = print(name, t);
      link.report(threw(Failure.encode(t, trace)));
      // The launcher makes it exit code 1, once the other threads that aren't daemons have ended.
      main.setUncaughtExceptionHandler((_, _) -> {});
      throw t;
    }
  }

  /// The first process may have been killed: then its children remove what it left.
  private static void endWith(Session.Address session) {
    try {
      new SegmentDirectory(session.first()).remove();
    } catch (IOException e) {
      // Another session's sweep has to do.
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void end(Session session, ParentLink link) {
    isEnding = true;
    Children.end();
    Output.flush();
    link.goodbye();
    try {
      // A JVM that ends waits up to 300 ms for threads that are in a system call.
      session.leave();
      link.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the end takes a moment longer", e);
    }
  }

  private static String print(String name, Throwable thrown) {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      thrown.printStackTrace(out);
    }
    // One record, so that nobody's lines come between.
    System.err.print("Process " + name + ":\n" + text);
    System.err.flush();
    return text.toString();
  }

  private static byte[] threw(byte[] failure) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(Frames.THREW);
    out.writeInt(failure.length);
    out.write(failure);
    return bytes.toByteArray();
  }

  private static void obey(DataInputStream parent, Thread main) {
    Thread.ofPlatform()
        .name("braid-parent")
        .daemon(true)
        .start(() -> {
          try {
            for (int order = parent.read(); order >= 0; order = parent.read()) {
              if (order == Frames.INTERRUPT) {
                interruption.accept(main);
              }
            }
          } catch (IOException e) {
            // As good as the end of the parent.
          }
          if (!isEnding) {
            PARENT_ENDED.complete(null);
          }
        });
  }
}
