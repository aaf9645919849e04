package dev.braid.notebook;

import dev.braid.spawn.AotCache;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Linker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Looks for everything that Braid uses.
///
/// @param checkout the project
/// @param path the directories in which commands are looked for
/// @param jupyter where Jupyter looks for kernels
/// @param sharedMemory where the system keeps shared memory
record Doctor(Checkout checkout, List<Path> path, JupyterPaths jupyter, Path sharedMemory) {
  static Doctor current() throws IOException {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new Doctor(
        Checkout.current(),
        Arrays.stream(path.split(File.pathSeparator, -1))
            .filter(each -> !each.isBlank())
            .map(Path::of)
            .toList(),
        JupyterPaths.current(),
        Path.of("/dev/shm"));
  }

  List<Finding> examine() throws IOException, InterruptedException {
    var findings = new ArrayList<Finding>();
    findings.add(
        new Finding.Present("JDK", Runtime.version() + " in " + System.getProperty("java.home")));
    findings.add(
        command("mvn")
            .<Finding>map(found -> new Finding.Present("Maven", found.toString()))
            .orElse(
                new Finding.Missing(
                    "Maven", "install it (apt-get install maven, brew install maven)")));
    findings.add(
        Files.exists(checkout.jar())
            ? new Finding.Present("build", checkout.jar().toString())
            : new Finding.Missing("build", "run ./braid build"));
    findings.add(cache("cache of kernels", KernelCommand.of(checkout).trial()));
    findings.add(cache("cache of children", AotCache.trial(checkout.classPath())));
    findings.add(kernelspec());
    findings.add(
        command("jupyter")
            .<Finding>map(found -> new Finding.Present("Jupyter", found.toString()))
            .orElse(
                new Finding.Absent(
                    "Jupyter", "not needed for ./braid run; pip install jupyterlab gets it")));
    if (System.getProperty("os.name").equals("Linux")) {
      findings.add(sharedMemoryFiles());
      findings.add(memfd());
    }
    return findings;
  }

  /// Asks the JVM itself, which elsewhere does without a cache that it refuses, and says nothing.
  private static Finding cache(String what, Optional<List<String>> trial)
      throws IOException, InterruptedException {
    if (trial.isEmpty()) {
      return new Finding.Absent(
          what, "not needed, but starting is slower; target/training/log says why there is none");
    }
    Process jvm = new ProcessBuilder(trial.get()).redirectErrorStream(true).start();
    try {
      String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String main = trial.get().getLast();
      if (jvm.waitFor() == 0 && said.contains(main + " source: shared objects file")) {
        return new Finding.Present(what, "the JVM uses it");
      }
      List<String> reasons = said.lines().filter(line -> !line.contains("[class,load]")).toList();
      return new Finding.Missing(
          what,
          "the JVM refuses it (%s); remove target/training and run ./braid build"
              .formatted(
                  reasons.isEmpty()
                      ? main + " is not in it"
                      : String.join("; ", reasons).replaceAll("\\s+", " ")));
    } finally {
      jvm.destroy();
    }
  }

  private Finding kernelspec() throws IOException {
    var found = Kernelspec.find(jupyter.kernels());
    if (found.isEmpty()) {
      return new Finding.Absent(
          "kernelspec", "not needed for ./braid run; ./braid install makes the kernel known");
    }
    for (String word : found.get().argv()) {
      // java, and each part of the class path: jar:lib/*
      for (String part : word.split(File.pathSeparator, -1)) {
        String file = part.replaceFirst("[/\\\\]\\*$", "");
        if (Path.of(file).isAbsolute() && !Files.exists(Path.of(file))) {
          return new Finding.Missing(
              "kernelspec",
              "%s points at %s, which doesn't exist; run ./braid install again"
                  .formatted(found.get().folder(), file));
        }
      }
    }
    return new Finding.Present("kernelspec", found.get().folder().toString());
  }

  private Finding sharedMemoryFiles() {
    return Files.isWritable(sharedMemory)
        ? new Finding.Present("shared memory", sharedMemory.toString())
        : new Finding.Missing(
            "shared memory",
            sharedMemory + " can't be written; mount a tmpfs there (docker run --shm-size=1g)");
  }

  private Finding memfd() {
    return Linker.nativeLinker().defaultLookup().find("memfd_create").isPresent()
        ? new Finding.Present("memfd", "memfd_create")
        : new Finding.Missing("memfd", "needs Linux 3.17 and glibc 2.27, or newer");
  }

  private Optional<Path> command(String name) {
    return path.stream()
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }
}
