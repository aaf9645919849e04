package dev.braid.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {
  private final ProcessIdentity self = ProcessIdentity.current();

  @Test
  void thisProcessHasNotEnded() {
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.hasEnded()).isFalse();
  }

  @Test
  void sameNumberWithAnotherStartTimeHasEnded() {
    assertThat(new ProcessIdentity(self.pid(), self.startTime() - 100_000).hasEnded()).isTrue();
  }

  @Test
  void processThatWasReapedHasEnded() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("cat").start();
    ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
    assertThat(identity.hasEnded()).isFalse();
    process.destroyForcibly();
    int _ = process.waitFor();
    assertThat(identity.hasEnded()).isTrue();
    assertThat(ProcessIdentity.of(process.pid())).isEmpty();
  }

  @Test
  void textIsReadBack() {
    assertThat(ProcessIdentity.parse(self.toString())).contains(self);
    assertThat(new ProcessIdentity(12, 34)).hasToString("12-34");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "12", "12-", "-12", "12-34-56", "a-b", "12-9999999999999999999", "1 -2"})
  void otherTextIsNone(String text) {
    assertThat(ProcessIdentity.parse(text)).isEmpty();
  }
}
