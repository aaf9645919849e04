package dev.braid.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The history of all sessions of this user, in a file of JSON lines that only the user may read.
///
/// ```text
///  {"session":7}                             session 7 is taken
///  {"session":7,"line":1,"input":"1 + 1"}    it ran this
///  {"session":7,"line":1,"output":"2"}       with this value
/// ```
///
/// Kernels that append at the same time take turns with a lock on a second file, because this one
/// is replaced when it is shortened. Every line begins with its line end: one that was cut off
/// spoils no other.
final class HistoryFile {
  /// Entries that are kept when the file is opened.
  static final int KEPT = 10_000;

  // A file lock is the whole JVM's; this one is between its threads.
  private static final Object TURN = new Object();

  private final Path file;
  private final Path lock;

  HistoryFile(Path file) {
    this.file = file;
    lock = file.resolveSibling(file.getFileName() + ".lock");
  }

  /// The file that kernels use where the user has not said otherwise.
  static Path standard() {
    String data = System.getenv("XDG_DATA_HOME");
    Path base =
        data != null && Path.of(data).isAbsolute()
            ? Path.of(data)
            : Path.of(System.getProperty("user.home"), ".local", "share");
    return base.resolve("braid").resolve("history.jsonl");
  }

  /// What was in it, and the number that this session has from now on.
  record Opened(List<HistoryEntry> entries, long session) {}

  /// Reads it, takes the next session number, and shortens it if it has grown too long.
  Opened open() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
    }
    synchronized (TURN) {
      try (FileChannel _ = locked()) {
        List<HistoryEntry> entries = new ArrayList<>();
        long session = 1 + read(entries);
        if (entries.size() > KEPT) {
          entries = new ArrayList<>(entries.subList(entries.size() - KEPT, entries.size()));
          replace(entries);
        }
        write(file, line(Json.object().put("session", session)), StandardOpenOption.APPEND);
        return new Opened(entries, session);
      }
    }
  }

  void input(HistoryEntry entry) throws IOException {
    append(json(entry).put("input", entry.input()));
  }

  void output(HistoryEntry entry) throws IOException {
    append(json(entry).put("output", entry.output()));
  }

  private static ObjectNode json(HistoryEntry entry) {
    return Json.object().put("session", entry.session()).put("line", entry.line());
  }

  private void append(ObjectNode json) throws IOException {
    synchronized (TURN) {
      try (FileChannel _ = locked()) {
        write(file, line(json), StandardOpenOption.APPEND);
      }
    }
  }

  /// Closing the channel gives the lock back.
  private FileChannel locked() throws IOException {
    FileChannel channel = open(lock, StandardOpenOption.WRITE);
    try {
      channel.lock();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// Adds the file's entries and returns the highest session number in it.
  private long read(List<HistoryEntry> entries) throws IOException {
    String text;
    try {
      // Not readString: a line that was cut off may end within a character.
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return 0;
    }
    long highest = 0;
    for (String line : text.lines().toList()) {
      Optional<JsonNode> whole = parse(line);
      if (whole.isPresent()) {
        JsonNode json = whole.get();
        highest = Math.max(highest, json.path("session").asLong(0));
        read(json, entries);
      }
    }
    return highest;
  }

  /// Empty if the line was cut off: the kernel that wrote it was killed.
  private static Optional<JsonNode> parse(String line) {
    try {
      return Optional.of(Json.READER.readTree(line));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static void read(JsonNode json, List<HistoryEntry> entries) {
    long session = json.path("session").asLong();
    int line = json.path("line").asInt();
    if (json.path("input").isTextual()) {
      entries.add(new HistoryEntry(session, line, json.path("input").asText(), null));
    } else if (json.path("output").isTextual()) {
      History.complete(entries, session, line, json.path("output").asText());
    }
  }

  private void replace(List<HistoryEntry> entries) throws IOException {
    StringBuilder text = new StringBuilder();
    for (HistoryEntry entry : entries) {
      text.append(line(json(entry).put("input", entry.input())));
      if (entry.output() != null) {
        text.append(line(json(entry).put("output", entry.output())));
      }
    }
    // Whoever dies here leaves the old file as it was.
    Path shorter = file.resolveSibling(file.getFileName() + ".new");
    write(shorter, text.toString(), StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(shorter, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(ObjectNode json) throws IOException {
    return "\n" + Json.WRITER.writeValueAsString(json);
  }

  private static void write(Path path, String text, OpenOption how) throws IOException {
    try (FileChannel channel = open(path, how)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static FileChannel open(Path path, OpenOption how) throws IOException {
    return FileChannel.open(
        path,
        Set.copyOf(List.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)),
        ownerOnly(path, "rw-------"));
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String rights) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
