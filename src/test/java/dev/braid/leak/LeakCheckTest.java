package dev.braid.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

class LeakCheckTest {
  @Test
  void classThatLeavesNothingPasses() {
    assertThat(failures(Clean.class)).isEmpty();
  }

  @Test
  void leftProcessIsNamedAndKilled() throws Exception {
    assertThat(failures(LeavesProcess.class))
        .singleElement()
        .asString()
        .contains("process ", "sleep");
    Process left = LeavesProcess.left;
    assertThat(left).isNotNull();
    if (left != null) {
      assertThat(left.waitFor()).isEqualTo(128 + 9);
    }
  }

  @Test
  void leftThreadIsNamed() throws Exception {
    assertThat(failures(LeavesThread.class)).singleElement().asString().contains("thread 'stray'");
    LeavesThread.END.countDown();
  }

  @Test
  void leftVirtualThreadOfAPoolIsNamed() throws Exception {
    assertThat(failures(LeavesVirtualThread.class))
        .singleElement()
        .asString()
        .containsPattern("virtual thread [0-9]+ PoolThread-7");
    LeavesVirtualThread.END.countDown();
    Thread left = LeavesVirtualThread.left;
    if (left != null) {
      left.join();
    }
  }

  @Test
  void leftDescriptorIsNamed() throws Exception {
    assertThat(failures(LeavesDescriptor.class)).singleElement().asString().contains("pipe:");
    Pipe left = LeavesDescriptor.left;
    if (left != null) {
      left.source().close();
      left.sink().close();
    }
  }

  @Test
  void leftFileIsNamed() throws Exception {
    assertThat(failures(LeavesFile.class)).singleElement().asString().contains("braid-left");
    Path left = LeavesFile.left;
    if (left != null) {
      Files.delete(left);
    }
  }

  private static List<String> failures(Class<?> tests) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .configurationParameter(LeakCheck.PATIENCE, "0")
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(1);
    return listener.getSummary().getFailures().stream()
        .map(Failure::getException)
        .map(Throwable::getMessage)
        .map(String::valueOf)
        .toList();
  }

  static class Clean {
    @Test
    void readsAFile() throws IOException {
      try (InputStream in = Files.newInputStream(Path.of("/dev/null"))) {
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  static class LeavesProcess {
    static @Nullable Process left;

    @Test
    void starts() throws IOException {
      left = new ProcessBuilder("sleep", "1000").start();
    }
  }

  static class LeavesThread {
    static final CountDownLatch END = new CountDownLatch(1);

    @Test
    void starts() {
      Thread.ofPlatform()
          .name("stray")
          .start(() -> {
            try {
              END.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  static class LeavesVirtualThread {
    static final CountDownLatch END = new CountDownLatch(1);
    static @Nullable Thread left;

    @Test
    void starts() {
      left =
          Thread.ofVirtual()
              .name("PoolThread-7")
              .start(() -> {
                try {
                  END.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
  }

  static class LeavesDescriptor {
    static @Nullable Pipe left;

    @Test
    void opens() throws IOException {
      left = Pipe.open();
    }
  }

  static class LeavesFile {
    static @Nullable Path left;

    @Test
    void creates() throws IOException {
      left = Files.createTempFile("braid-left", "");
    }
  }
}
