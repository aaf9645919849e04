package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher script, in a checkout of its own, on a machine that has only what the test puts
/// there: a `java` and an `mvn` that say what they were called with.
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "dirname",
          "basename",
          "readlink",
          "sed",
          "find",
          "mkdir",
          "touch",
          "cat",
          "flock");

  @TempDir private Path machine;
  private Path checkout;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeMachine() throws IOException {
    machine = machine.toRealPath();
    checkout = Files.createDirectory(machine.resolve("checkout"));
    bin = Files.createDirectory(machine.resolve("bin"));
    for (String tool : TOOLS) {
      Path real = Path.of("/usr/bin", tool);
      if (Files.exists(real)) { // macOS has no flock
        Files.createSymbolicLink(bin.resolve(tool), real);
      }
    }
    Path root = Checkout.current().folder();
    // The system's own JDKs are out of sight.
    String script =
        Files.readString(root.resolve("braid"))
            .replace("/usr/lib/jvm", machine + "/jvm")
            .replace("/Library/Java", machine + "/library")
            .replace("/usr/libexec/java_home", machine + "/java_home");
    executable(checkout.resolve("braid"), script);
    Files.copy(root.resolve("pom.xml"), checkout.resolve("pom.xml"));
    Files.createDirectories(checkout.resolve("src/main/java"));
    environment.put("PATH", bin.toString());
    environment.put("HOME", machine.resolve("home").toString());
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Path jdk(String folder, String version) throws IOException {
    Path home = machine.resolve(folder);
    executable(home.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"java $0\" \"$@\"\n");
    executable(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return home;
  }

  private void maven(String rest) throws IOException {
    executable(
        bin.resolve("mvn"),
        """
        #!/bin/bash
        echo "mvn $* with $JAVA_HOME" >> %s/mvn.log
        mkdir -p target/lib
        touch target/braid.jar
        %s
        """
            .formatted(machine, rest));
  }

  private List<String> mavenRuns() throws IOException {
    Path log = machine.resolve("mvn.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private record Ended(int status, String out, String err) {}

  private Process start(String... arguments) throws IOException {
    return start(checkout.resolve("braid"), arguments);
  }

  private Process start(Path launcher, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Ended await(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, err);
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return await(start(arguments));
  }

  private static void assertOneLine(Ended ended, String... parts) {
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("braid: ").contains(parts).hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "test", "install", "doctor", "kernel", "bench"})
  void withoutAJdkOneLineSaysWhatToInstall(String command) throws Exception {
    jdk("jvm/old", "17.0.2");
    jdk("home/.jdks/ancient", "1.8.0_402");
    assertOneLine(run(command), "no JDK 25 or newer found; install one", "BRAID_JAVA_HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "test", "doctor", "bench"})
  void withoutMavenOneLineSaysWhatToInstall(String command) throws Exception {
    jdk("jvm/new", "25.0.3");
    assertOneLine(run(command), "Maven not found; install it", "apt-get install maven");
  }

  @Test
  void chosenJdkThatIsTooOldIsRefused() throws Exception {
    jdk("jvm/new", "25");
    environment.put("BRAID_JAVA_HOME", jdk("chosen", "21.0.1").toString());
    assertOneLine(run("run"), "BRAID_JAVA_HOME=" + machine.resolve("chosen"), "is no JDK 25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm/x", "home/.sdkman/candidates/java/x", "home/.jdks/x", "library"})
  void jdkIsFoundWhereverItIs(String place) throws Exception {
    String folder = place.equals("library") ? "library/JavaVirtualMachines/x/Contents/Home" : place;
    Path home = jdk(folder, "26.0.1");
    maven("");
    assertThat(run("run", "a b.ipynb").out())
        .startsWith("java " + home.resolve("bin/java"))
        .endsWith("dev.braid.notebook.Main\nrun\na b.ipynb\n");
  }

  @Test
  void javaHomeComesBeforeOthersUnlessItIsTooOld() throws Exception {
    jdk("jvm/new", "25");
    maven("");
    environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());
    assertThat(run("run").out()).startsWith("java " + machine.resolve("mine"));
    environment.put("JAVA_HOME", jdk("mine", "24").toString());
    assertThat(run("run").out()).startsWith("java " + machine.resolve("jvm/new"));
  }

  @Test
  void jdkOnThePathIsFoundThroughItsLinks() throws Exception {
    Path home = jdk("somewhere", "25");
    Files.createSymbolicLink(bin.resolve("javac"), home.resolve("bin/javac"));
    maven("");
    assertThat(run("run").out()).startsWith("java " + home.resolve("bin/java"));
  }

  @Test
  void launcherWorksThroughALink() throws Exception {
    jdk("jvm/new", "25");
    maven("");
    Files.createSymbolicLink(bin.resolve("braid"), checkout.resolve("braid"));
    assertThat(await(start(bin.resolve("braid"), "run")).out())
        .contains(checkout.resolve("target/braid.jar").toString());
  }

  @Test
  void flagsAreThoseOfThePom() throws Exception {
    jdk("jvm/new", "25");
    maven("");
    assertThat(run("run").out().lines().toList())
        .containsSequence(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:MaxGCPauseMillis=20",
            "-Dbraid.jvm=--enable-native-access=ALL-UNNAMED -XX:MaxGCPauseMillis=20",
            "-cp",
            checkout + "/target/braid.jar:" + checkout + "/target/lib/*",
            "dev.braid.notebook.Main");
  }

  @Test
  void buildsOnceAndAgainWhenSourcesChange() throws Exception {
    Path home = jdk("jvm/new", "25");
    maven("");
    assertThat(run("run").err()).isEqualTo("braid: building…\n");
    assertThat(run("run").err()).isEmpty();
    assertThat(mavenRuns()).containsExactly("mvn -q -B -DskipTests package with " + home);
    Path source = Files.createFile(checkout.resolve("src/main/java/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(run("run").err()).isEqualTo("braid: building…\n");
    assertThat(mavenRuns()).hasSize(2);
  }

  @Test
  void benchmarksAreABuildOfTheirOwn() throws Exception {
    Path home = jdk("jvm/new", "25");
    maven("mkdir -p target/bench/lib; touch target/bench/braid.jar");
    Files.createDirectories(checkout.resolve("src/bench/java"));
    Ended first = run("bench", "--quick");
    assertThat(first.err()).isEqualTo("braid: building…\n");
    assertThat(first.out())
        .contains(checkout + "/target/bench/braid.jar:" + checkout + "/target/bench/lib/*")
        .endsWith("dev.braid.bench.Main\n--quick\n");
    assertThat(run("bench").err()).isEmpty();
    assertThat(mavenRuns())
        .containsExactly("mvn -q -B -P bench -Dmaven.test.skip package with " + home);
  }

  @Test
  void launchersAtTheSameTimeBuildOnce() throws Exception {
    jdk("jvm/new", "25");
    maven("");
    var processes = new ArrayList<Process>();
    for (int i = 0; i < 4; i++) {
      processes.add(start("run"));
    }
    for (Process process : processes) {
      assertThat(await(process).status()).isZero();
    }
    assertThat(mavenRuns()).hasSize(1);
  }

  @Test
  void failedBuildIsShownAndNothingRuns() throws Exception {
    jdk("jvm/new", "25");
    maven("rm -f target/braid.jar; echo 'Main.java:1: error'; exit 1");
    Files.createSymbolicLink(bin.resolve("rm"), Path.of("/usr/bin/rm"));
    Ended ended = run("run");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("Main.java:1: error", "braid: the build failed, see above");
  }

  @Test
  void testPassesItsArgumentsToMaven() throws Exception {
    Path home = jdk("jvm/new", "25");
    maven("exit 3");
    assertThat(run("test", "-Dtest=AbcTest").status()).isEqualTo(3);
    assertThat(mavenRuns()).containsExactly("mvn -B verify -Dtest=AbcTest with " + home);
  }

  @Test
  void kernelStartsWithoutMaven() throws Exception {
    jdk("jvm/new", "25");
    Files.createDirectories(checkout.resolve("target"));
    Files.createFile(checkout.resolve("target/braid.jar"));
    Ended ended = run("kernel", "c.json");
    assertThat(ended.out()).endsWith("dev.braid.kernel.KernelMain\nc.json\n");
    assertThat(ended.out()).doesNotContain("-Xrs");
  }
}
