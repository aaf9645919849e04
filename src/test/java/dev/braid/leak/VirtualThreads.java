package dev.braid.leak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Virtual threads that live. No list of threads of the JDK has them; a dump of all threads does.
final class VirtualThreads {
  private static final Pattern WORKER = Pattern.compile("PoolThread-[0-9]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private VirtualThreads() {}

  /// Those that work for pools, each as its number and name.
  static Set<String> ofPools() {
    try {
      Path directory = Files.createTempDirectory("threads");
      Path file = directory.resolve("dump");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
        return workers(JSON.readTree(Files.readAllBytes(file)));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("listing virtual threads", e);
    }
  }

  private static Set<String> workers(JsonNode dump) {
    Set<String> workers = new TreeSet<>();
    for (JsonNode container : dump.path("threadDump").path("threadContainers")) {
      for (JsonNode thread : container.path("threads")) {
        String name = thread.path("name").asText();
        if (thread.path("virtual").asBoolean() && WORKER.matcher(name).matches()) {
          workers.add(thread.path("tid").asText() + " " + name);
        }
      }
    }
    return workers;
  }
}
