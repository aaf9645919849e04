package dev.braid;

import static dev.braid.Multiprocessing.getpid;
import static dev.braid.Multiprocessing.println;
import static dev.braid.Multiprocessing.sleep;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;

/// The `main` of a session of its own, with named memory that a test looks for.
final class SharedMemoryRoot {
  private SharedMemoryRoot() {}

  /// Makes memory in the way that the first argument names, and ends when its input does.
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "clean" -> {
        try (SharedMemory one = SharedMemory.create("one", 8);
            SharedMemoryManager manager = new SharedMemoryManager()) {
          println("made", one.path());
          ShareableList list = manager.shareableList(1, 2, 3);
          list.close();
          one.unlink();
        }
      }
      case "forgets" -> {
        SharedMemory forgotten = make("forgotten");
        forgotten.buf().set(JAVA_INT, 0, 11);
        make("also");
        make("unlinked").unlink();
        // Not joined: it still works while we end.
        new Process(
                () -> {
                  sleep(0.3);
                  println("attached", SharedMemory.attach("forgotten").buf().get(JAVA_INT, 0));
                })
            .start();
      }
      case "child forgets" -> {
        Process child =
            new Process(() -> {
              make("forgotten");
              sleep(1000);
            });
        child.daemon(true).start();
        awaitEndOfInput();
      }
      case "alone" -> {
        make("alone").buf().set(JAVA_INT, 0, 11);
        awaitEndOfInput();
      }
      case "family" -> {
        make("familys");
        for (int i = 0; i < 3; i++) {
          new Process(SharedMemoryRoot::member, "familys").start();
        }
        awaitEndOfInput();
      }
      case "huge" -> println("made", make("huge", 100L << 20).size());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static SharedMemory make(String name) {
    return make(name, 64);
  }

  private static SharedMemory make(String name, long size) {
    SharedMemory memory = SharedMemory.create(name, size);
    println("made", memory.path());
    return memory;
  }

  private static void member(String name) {
    println("member", getpid(), SharedMemory.attach(name).size());
    sleep(1000);
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {}
  }
}
