package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
  @TempDir private Path folder;
  private Checkout checkout;
  private Path commands;
  private JupyterPaths jupyter;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = new Checkout(folder.resolve("braid"));
    Files.createDirectories(checkout.libraries());
    Files.createFile(checkout.jar());
    commands = Files.createDirectory(folder.resolve("bin"));
    jupyter =
        new JupyterPaths(
            Map.of("JUPYTER_PATH", folder.resolve("jupyter").toString()), folder, false);
  }

  private Finding find(String what) throws Exception {
    return new Doctor(checkout, List.of(commands), jupyter, folder)
        .examine().stream().filter(finding -> name(finding).equals(what)).findFirst().orElseThrow();
  }

  private static String name(Finding finding) {
    return switch (finding) {
      case Finding.Present(var what, var _) -> what;
      case Finding.Absent(var what, var _) -> what;
      case Finding.Missing(var what, var _) -> what;
    };
  }

  @Test
  void withoutMavenItSaysHowToInstallIt() throws Exception {
    assertThat(find("Maven")).isInstanceOf(Finding.Missing.class);
    assertThat(find("Maven").toString()).contains("apt-get install maven");
  }

  @Test
  void mavenIsFoundWhereItIs() throws Exception {
    Path mvn = Files.createFile(commands.resolve("mvn"));
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    assertThat(find("Maven")).isEqualTo(new Finding.Present("Maven", mvn.toString()));
  }

  @Test
  void withoutJupyterNotebooksStillRun() throws Exception {
    assertThat(find("Jupyter")).isInstanceOf(Finding.Absent.class);
  }

  @Test
  void withoutABuildItSaysHowToBuild() throws Exception {
    Files.delete(checkout.jar());
    assertThat(find("build")).isEqualTo(new Finding.Missing("build", "run ./braid build"));
  }

  @Test
  void kernelspecThatPointsNowhereIsBroken() throws Exception {
    assertThat(find("kernelspec")).isInstanceOf(Finding.Absent.class);
    Path kernels = folder.resolve("jupyter/kernels/braid");
    Files.createDirectories(kernels);
    Files.writeString(
        kernels.resolve("kernel.json"), "{\"argv\": [\"java\", \"-cp\", \"/gone/braid.jar:x\"]}");
    assertThat(find("kernelspec")).isInstanceOf(Finding.Missing.class);
    assertThat(find("kernelspec").toString()).contains("/gone/braid.jar", "./braid install");
    Files.writeString(
        kernels.resolve("kernel.json"),
        "{\"argv\": [\"java\", \"-cp\", \"%s:%s/*\"]}"
            .formatted(checkout.jar(), checkout.libraries()));
    assertThat(find("kernelspec")).isInstanceOf(Finding.Present.class);
  }

  @Test
  void sharedMemoryThatCannotBeWrittenIsMissing() throws Exception {
    assertThat(find("shared memory")).isInstanceOf(Finding.Present.class);
    var doctor = new Doctor(checkout, List.of(), jupyter, folder.resolve("none"));
    assertThat(doctor.examine().toString()).contains("Missing[what=shared memory");
  }

  @ParameterizedTest
  @CsvSource({"cache of kernels,kernel.aot", "cache of children,child.aot"})
  void cacheThatTheJvmRefusesIsToldWithItsReason(String what, String file) throws Exception {
    assertThat(find(what)).isInstanceOf(Finding.Absent.class);
    Files.writeString(checkout.jar().resolveSibling(file), "no cache at all");
    assertThat(find(what)).isInstanceOf(Finding.Missing.class);
    assertThat(find(what).toString()).contains("Unable to use AOT cache", "./braid build");
  }
}
