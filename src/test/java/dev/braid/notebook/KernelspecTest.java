package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelspecTest {
  @TempDir private Path folder;
  private Checkout checkout;

  @BeforeEach
  void findCheckout() throws IOException {
    checkout = Checkout.current();
  }

  @Test
  void clientsStartJavaDirectly() throws IOException {
    List<String> argv = Kernelspec.install(folder, checkout).argv();
    assertThat(Path.of(argv.getFirst())).isAbsolute().isExecutable().hasFileName("java");
    assertThat(argv.getLast()).isEqualTo("{connection_file}");
    assertThat(argv).contains("dev.braid.kernel.KernelMain", "--enable-native-access=ALL-UNNAMED");
    assertThat(argv.get(argv.indexOf("-cp") + 1)).startsWith(checkout.jar() + ":");
    assertThat(String.join(" ", argv)).doesNotContain("-Xrs", "{resource_dir}", "{kernel_command}");
  }

  @Test
  void kernelJsonSaysWhatClientsNeed() throws IOException {
    Path installed = Kernelspec.install(folder, checkout).folder();
    assertThat(installed).isEqualTo(folder.resolve("braid"));
    JsonNode json = NotebookJson.read(Files.readString(installed.resolve("kernel.json")));
    assertThat(json.path("display_name").asText()).isEqualTo("Java (Braid)");
    assertThat(json.path("language").asText()).isEqualTo("java");
    assertThat(json.path("interrupt_mode").asText()).isEqualTo("message");
    assertThat(json.path("metadata").path("debugger").isBoolean()).isTrue();
    assertThat(json.path("env").isObject()).isTrue();
  }

  @Test
  void logosAreImagesOfTheirSize() throws IOException {
    Path installed = Kernelspec.install(folder, checkout).folder();
    for (int size : new int[] {32, 64}) {
      var image =
          javax.imageio.ImageIO.read(
              installed.resolve("logo-%dx%d.png".formatted(size, size)).toFile());
      assertThat(image.getWidth()).isEqualTo(size);
      assertThat(image.getHeight()).isEqualTo(size);
    }
    assertThat(installed.resolve("logo-svg.svg")).content().startsWith("<svg ");
  }

  @Test
  void installingAgainReplaces() throws IOException {
    Kernelspec.install(folder, checkout);
    Files.writeString(folder.resolve("braid/kernel.json"), "{}");
    assertThat(Kernelspec.install(folder, checkout).argv()).isNotEmpty();
  }

  @Test
  void oneThatIsThereIsFound() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(Kernelspec.find(List.of(empty))).isEmpty();
    Kernelspec installed = Kernelspec.install(folder.resolve("full"), checkout);
    assertThat(Kernelspec.find(List.of(empty, folder.resolve("full")))).contains(installed);
  }

  @Nested
  class WhereItGoes {
    private JupyterPaths paths(boolean mac, Map<String, String> environment) {
      return new JupyterPaths(environment, Path.of("/home/ada"), mac);
    }

    @Test
    void followsJupyterOnLinux() {
      assertThat(paths(false, Map.of()).userKernels())
          .isEqualTo(Path.of("/home/ada/.local/share/jupyter/kernels"));
    }

    @Test
    void followsJupyterOnMacOs() {
      assertThat(paths(true, Map.of()).userKernels())
          .isEqualTo(Path.of("/home/ada/Library/Jupyter/kernels"));
    }

    @Test
    void obeysJupytersVariable() {
      assertThat(paths(true, Map.of("JUPYTER_DATA_DIR", "/data")).userKernels())
          .isEqualTo(Path.of("/data/kernels"));
    }

    @Test
    void jupyterPathWinsWhenLooking() {
      assertThat(paths(false, Map.of("JUPYTER_PATH", "/a:/b")).kernels())
          .startsWith(
              Path.of("/a/kernels"),
              Path.of("/b/kernels"),
              Path.of("/home/ada/.local/share/jupyter/kernels"));
    }
  }
}
