package dev.braid.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// The directory by which Jupyter's clients find the kernel: `kernel.json` and logos.
///
/// @param folder the directory, whose name is the kernel's name
record Kernelspec(Path folder) {
  /// The name that clients call the kernel by.
  static final String NAME = "braid";

  private static final List<String> LOGOS =
      List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

  /// Writes a kernelspec that starts a checkout's kernel, in place of an older one.
  ///
  /// @param kernels the directory that has one directory per kernel
  static Kernelspec install(Path kernels, Checkout checkout) throws IOException {
    JsonNode template =
        NotebookJson.read(Files.readString(checkout.kernelFiles().resolve("kernel.json")));
    Path folder = kernels.toAbsolutePath().normalize().resolve(NAME);
    Files.createDirectories(folder);
    for (String logo : LOGOS) {
      Files.copy(
          checkout.kernelFiles().resolve(logo),
          folder.resolve(logo),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        folder.resolve("kernel.json"),
        NotebookJson.write(filled((ObjectNode) template, KernelCommand.of(checkout))));
    return new Kernelspec(folder);
  }

  /// The first of these directories that has a kernelspec of this name.
  static Optional<Kernelspec> find(List<Path> kernels) {
    return kernels.stream()
        .map(place -> place.resolve(NAME))
        .filter(folder -> Files.exists(folder.resolve("kernel.json")))
        .findFirst()
        .map(Kernelspec::new);
  }

  /// The command line that clients start it with.
  List<String> argv() throws IOException {
    JsonNode spec = NotebookJson.read(Files.readString(folder.resolve("kernel.json")));
    return spec.path("argv").valueStream().map(JsonNode::asText).toList();
  }

  // Absolute paths instead of {resource_dir}, which VS Code didn't know before 2025.2.
  private static ObjectNode filled(ObjectNode template, KernelCommand command) {
    ArrayNode argv = template.withArrayProperty("argv");
    ArrayNode filled = argv.arrayNode();
    for (JsonNode word : argv) {
      if (word.asText().equals("{kernel_command}")) {
        command.words().forEach(filled::add);
      } else {
        filled.add(word);
      }
    }
    template.set("argv", filled);
    return template;
  }
}
