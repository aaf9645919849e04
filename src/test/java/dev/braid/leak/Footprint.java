package dev.braid.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this process occupies at one moment, as far as a test may leave it behind.
///
/// Processes and descriptors are read from `/proc`, and are empty where there is none.
///
/// @param processes descendants, and members of this session that lost their parents
/// @param zombies pids of ended children that nobody reaped
/// @param threads all but those that live as long as the JVM
/// @param descriptors how many are open, by what they lead to
/// @param files of Braid, in the temporary directory and in shared memory
/// @param virtualThreads of pools, each as its number and name
public record Footprint(
    Set<ProcessHandle> processes,
    Set<Long> zombies,
    Set<Thread> threads,
    Map<String, Long> descriptors,
    Set<Path> files,
    Set<String> virtualThreads) {

  /// Threads that never end, by their names.
  ///
  /// Ours: `braid-os` waits for the operating system, `braid-output` drains the log, `braid-lines`
  /// flushes unfinished lines, `braid-futex` sleeps for virtual threads, `braid-progress` shows
  /// progress. The rest are the JDK's, JUnit's and Surefire's.
  private static final Pattern IMMORTAL_THREAD =
      Pattern.compile(
          "braid-(os|output|lines|futex|progress)|process reaper.*|ForkJoinPool.*-(worker-.*|delayScheduler)|.*[Cc]leaner.*"
              + "|CompletableFutureDelayScheduler|VirtualThread-un(parker|blocker)|(Read|Write|Master)-Poller.*"
              + "|junit-.*|surefire-.*|Attach Listener|Java2D Disposer|HttpClient-.*SelectorManager");

  /// What the JVM opens by itself, at any time.
  private static final Pattern OF_THE_JVM =
      Pattern.compile(".*\\.(jar|class|jsa|aot|so)|.*/lib/modules|/dev/u?random|/proc/.*|/sys/.*");

  private static final Path PROC = Path.of("/proc");
  private static final long SELF = ProcessHandle.current().pid();

  static Footprint now() {
    return new Footprint(
        findProcesses(),
        findZombies(),
        findThreads(),
        findDescriptors(),
        findFiles(),
        VirtualThreads.ofPools());
  }

  private static Set<ProcessHandle> findProcesses() {
    Set<String> zombies = new HashSet<>();
    findZombies().forEach(pid -> zombies.add(Long.toString(pid)));
    return Stream.concat(ProcessHandle.current().descendants(), orphans())
        .filter(process -> !zombies.contains(Long.toString(process.pid())))
        .collect(Collectors.toSet());
  }

  /// Members of the session, wherever they are in the process tree: they map its memory.
  private static Stream<ProcessHandle> orphans() {
    List<String> shared =
        lines("self", "maps").stream()
            .filter(line -> line.contains("/memfd:braid") || line.contains("/braid-" + SELF + "-"))
            .map(Footprint::deviceAndInode)
            .toList();
    return shared.isEmpty()
        ? Stream.empty()
        : ProcessHandle.allProcesses()
            .filter(process -> process.pid() != SELF)
            .filter(process -> maps(process, shared));
  }

  private static boolean maps(ProcessHandle process, List<String> shared) {
    String pid = Long.toString(process.pid());
    return lines(pid, "cmdline").toString().contains("dev.braid.spawn.")
        && lines(pid, "maps").stream().anyMatch(line -> shared.contains(deviceAndInode(line)));
  }

  private static String deviceAndInode(String line) {
    String[] words = line.split(" +", 6);
    return words[3] + " " + words[4];
  }

  private static Set<Long> findZombies() {
    Set<Long> zombies = new HashSet<>();
    for (Path process : list(PROC, path -> path.getFileName().toString().matches("[0-9]+"))) {
      String pid = process.getFileName().toString();
      for (String stat : lines(pid, "stat")) {
        String[] stateAndParent = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
        if (stateAndParent[0].equals("Z") && stateAndParent[1].equals(Long.toString(SELF))) {
          zombies.add(Long.parseLong(pid));
        }
      }
    }
    return zombies;
  }

  private static Set<Thread> findThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !IMMORTAL_THREAD.matcher(thread.getName()).matches())
        .filter(thread -> !indexesForJShell(thread))
        .collect(Collectors.toSet());
  }

  /// JShell's indexer of the class path has no name, and lives as long as its class.
  private static boolean indexesForJShell(Thread thread) {
    // A thread that has just ended has none.
    UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
    return handler != null && handler.getClass().getName().startsWith("jdk.jshell.");
  }

  private static Map<String, Long> findDescriptors() {
    Map<String, Long> counts = new HashMap<>();
    for (Path descriptor : list(PROC.resolve("self/fd"), _ -> true)) {
      try {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (!OF_THE_JVM.matcher(target).matches()) {
          counts.merge(target, 1L, Long::sum);
        }
      } catch (IOException e) {
        // Closed meanwhile; such as that of this listing.
      }
    }
    return counts;
  }

  private static Set<Path> findFiles() {
    Set<Path> files = new HashSet<>();
    files.addAll(list(Path.of(System.getProperty("java.io.tmpdir")), Footprint::isLeftOver));
    for (Path found : list(Path.of("/dev/shm"), Footprint::isOurs)) {
      if (Files.isDirectory(found)) {
        files.addAll(list(found, path -> isOfThisSession(path) || isOfDeadOne(path)));
      } else {
        files.add(found);
      }
    }
    return files;
  }

  private static boolean isOurs(Path file) {
    return file.getFileName().toString().contains("braid") && Files.isReadable(file);
  }

  /// Named memory of this session; other live sessions of this user keep theirs in the same place.
  private static boolean isOfThisSession(Path directory) {
    return directory.getFileName().toString().startsWith(SELF + "-");
  }

  private static boolean isOfDeadOne(Path directory) {
    String pid = directory.getFileName().toString().replaceFirst("-.*", "");
    return !pid.matches("[0-9]{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  private static boolean isLeftOver(Path file) {
    String name = file.getFileName().toString();
    boolean arena = name.startsWith("braid-" + SELF + "-") && name.endsWith(".arena");
    return name.startsWith("braid-") && !arena;
  }

  private static List<Path> list(Path directory, Predicate<Path> wanted) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(wanted).toList();
    } catch (NoSuchFileException e) {
      // Removed meanwhile.
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + directory, e);
    }
  }

  /// Lines of a file of a process; none if it has ended, or isn't ours to read.
  private static List<String> lines(String pid, String file) {
    List<String> lines = new ArrayList<>();
    try {
      lines.addAll(
          new String(
                  Files.readAllBytes(PROC.resolve(pid).resolve(file)), StandardCharsets.ISO_8859_1)
              .lines()
              .toList());
    } catch (NoSuchFileException e) {
      // It has ended.
    } catch (IOException e) {
      // It ended while we read, or is another user's.
    }
    return lines;
  }
}
