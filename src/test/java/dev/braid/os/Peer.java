package dev.braid.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The `main` of the other process in tests of what processes share.
final class Peer {
  private Peer() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "owner" -> own();
      case "member" -> join(arguments[1], arguments[2], arguments[3]);
      case "echo" -> echo();
      case "starved" -> starve();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /// Makes what is shared, tells where, waits for a member's ring, wakes it, and ends with its
  /// input.
  private static void own() throws IOException {
    OperatingSystem os = OperatingSystem.current();
    SharedBlock block = os.share(1 << 16);
    Doorbell bell = os.doorbell();
    say(block.address());
    say(os.lifeline().address());
    say(bell.address());
    bell.await();
    say("rung, word " + block.memory().get(JAVA_INT, 64));
    block.memory().set(JAVA_INT, 128, 1);
    os.wake(block.memory(), 128, 1);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      var _ = in.readLine();
    }
  }

  private static void join(String arena, String lifeline, String bell) throws Exception {
    OperatingSystem os = OperatingSystem.current();
    CountDownLatch ended = new CountDownLatch(1);
    os.watch(lifeline, ended::countDown);
    SharedBlock block = dev.braid.os.OperatingSystem.current().open(arena);
    block.memory().set(JAVA_INT, 64, 42);
    os.button(bell).ring();
    while (block.memory().get(JAVA_INT, 128) == 0) {
      os.await(block.memory(), 128, 0, Duration.ofSeconds(1000));
    }
    say("woken");
    ended.await();
    say("orphaned");
  }

  /// Reports every word that it is sent, until one is `exit`, whose code follows.
  private static void echo() throws IOException {
    ParentLink link = ParentLink.open();
    say("says hello");
    Runtime.getRuntime().addShutdownHook(new Thread(link::goodbye));
    for (String word = link.input().readUTF(); ; word = link.input().readUTF()) {
      if (word.equals("exit")) {
        System.exit(link.input().readInt());
      }
      link.report(word.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Starts a program with no descriptor free, then one, and so on until it succeeds.
  private static void starve() throws Exception {
    OperatingSystem os = OperatingSystem.current();
    // Loads the classes, for which there will be no descriptor either.
    start(os, "/bin/true");
    List<String> refusals = new ArrayList<>();
    try {
      start(os, "/no/such");
    } catch (StartException e) {
      refusals.clear();
    }
    Deque<FileInputStream> hoard = new ArrayDeque<>();
    try {
      while (true) {
        hoard.push(new FileInputStream("/dev/null"));
      }
    } catch (FileNotFoundException e) {
      refusals.clear();
    }
    while (true) {
      try {
        start(os, "/bin/true");
        break;
      } catch (StartException e) {
        refusals.add(String.valueOf(e.getMessage()));
        hoard.pop().close();
      }
    }
    while (!hoard.isEmpty()) {
      hoard.pop().close();
    }
    refusals.forEach(Peer::say);
    say("zombies " + ProcessHandle.current().children().count());
  }

  private static void start(OperatingSystem os, String program) throws Exception {
    OperatingSystemContract.Recorder recorder = new OperatingSystemContract.Recorder();
    Child child = os.start(new Command(List.of(program)), recorder);
    var _ = recorder.ended.get();
    child.reap();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
