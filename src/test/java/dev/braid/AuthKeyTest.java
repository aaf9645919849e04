package dev.braid;

import static dev.braid.Multiprocessing.currentProcess;
import static dev.braid.Multiprocessing.println;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The key that processes inherit.
class AuthKeyTest {
  private static String hex(byte[] key) {
    return HexFormat.of().formatHex(key);
  }

  @Test
  void isThatOfTheCreator() {
    assertThat(currentProcess().authKey()).hasSize(32);
    assertThat(new Process(() -> {}).authKey()).isEqualTo(currentProcess().authKey());
  }

  @Test
  void crossesToTheChildAndItsChildren() {
    byte[] key = {1, 2, 3};
    try (Console console = new Console()) {
      Process process =
          new Process(
                  () -> {
                    println(hex(currentProcess().authKey()));
                    Process child = new Process(() -> println(hex(currentProcess().authKey())));
                    child.start();
                    child.join();
                  })
              .authKey(key);
      key[0] = 9;
      process.start();
      process.join();
      assertThat(console.lines()).containsExactly("010203", "010203");
    }
  }

  @Test
  void isInheritedWhenTheProcessIsCreated() {
    byte[] before = currentProcess().authKey();
    try {
      Process early = new Process(() -> {});
      currentProcess().authKey(new byte[] {5});
      Process late = new Process(() -> {});
      assertThat(early.authKey()).isEqualTo(before);
      assertThat(late.authKey()).containsExactly(5);
    } finally {
      currentProcess().authKey(before);
    }
  }

  @Test
  void whatIsReadIsACopy() {
    Process process = new Process(() -> {});
    process.authKey()[0]++;
    assertThat(process.authKey()).isEqualTo(currentProcess().authKey());
  }
}
