package dev.braid.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Managers and the code of cells, through the real kernel.
@Timeout(120)
class ManagerCellTest {
  @TempDir private static Path folder;
  private static LiveKernel kernel;

  @BeforeAll
  static void start() throws Exception {
    kernel = new LiveKernel(folder);
    assertThat(kernel.run("var manager = new Manager(); 1").value()).isEqualTo("1");
  }

  @AfterAll
  static void close() throws Exception {
    assertThat(kernel.run("manager.close(); 1").value()).isEqualTo("1");
    kernel.close();
  }

  @Test
  void childSendsAMethodReferenceOfACellToAServerThatWasThereBefore() throws Exception {
    String merging =
        """
        Map<String, Integer> merged = manager.dict(Map.of("n", 1));
        var merger = new Process(() -> merged.merge("n", 41, Integer::sum));
        merger.start();
        merger.join();
        merged
        """;
    assertThat(kernel.run(merging).value()).isEqualTo("{n=42}");
  }

  @Test
  void proxiesOfACellsInterfaceKeepItWhenALaterCellDefinesItAnew() throws Exception {
    String first =
        """
        interface Greeter { String greet(); }
        class Polite implements Greeter { public String greet() { return "good morning"; } }
        var polite = manager.create(Greeter.class, () -> new Polite());
        polite.greet()
        """;
    String second =
        """
        interface Greeter { String greet(String name); }
        class Short implements Greeter { public String greet(String name) { return "hi " + name; } }
        Greeter brief = manager.create(Greeter.class, () -> new Short());
        List<String> greetings = manager.list();
        var guest = new Process(() -> greetings.add(brief.greet("egon")));
        guest.start();
        guest.join();
        greetings
        """;
    assertThat(kernel.run(first).value()).isEqualTo("good morning");
    assertThat(kernel.run(second).value()).isEqualTo("[hi egon]");
  }
}
