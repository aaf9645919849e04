package dev.braid.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void signatureIsTheHmacOfAllFrames() {
    // RFC 4231, test case 2.
    assertThat(
            new Signatures("Jefe")
                .sign(List.of(bytes("what do ya "), bytes("want "), bytes("for nothing?"))))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void memoryOfSignaturesIsBounded() throws MalformedMessageException {
    Signatures signatures = new Signatures("key");
    List<byte[]> first = List.of(bytes("first"));
    byte[] signature = signatures.sign(first);
    signatures.verify(signature, first);
    for (int i = 1; i < Signatures.REMEMBERED; i++) {
      List<byte[]> other = List.of(bytes("n" + i));
      signatures.verify(signatures.sign(other), other);
    }
    assertThatThrownBy(() -> signatures.verify(signature, first)).hasMessageContaining("before");
    List<byte[]> last = List.of(bytes("last"));
    signatures.verify(signatures.sign(last), last);

    assertThatCode(() -> signatures.verify(signature, first)).doesNotThrowAnyException();
  }
}
