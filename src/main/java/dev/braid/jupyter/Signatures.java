package dev.braid.jupyter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 over a message's four JSON frames, and the memory of signatures that have come in.
///
/// Any thread may sign; one thread verifies. With an empty key nothing is signed or verified.
final class Signatures {
  /// Remembered at least this long, in messages. An attacker without the key can replay only what
  /// is older.
  static final int REMEMBERED = 10_000;

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;
  private final LinkedHashSet<String> seen = new LinkedHashSet<>();

  Signatures(String key) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  byte[] sign(List<byte[]> frames) {
    if (key.length == 0) {
      return new byte[0];
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      frames.forEach(mac::update);
      return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256; use a complete one", e);
    }
  }

  void verify(byte[] signature, List<byte[]> frames) throws MalformedMessageException {
    if (key.length == 0) {
      return;
    }
    if (!MessageDigest.isEqual(signature, sign(frames))) {
      throw new MalformedMessageException("its signature is wrong");
    }
    if (!seen.add(new String(signature, StandardCharsets.US_ASCII))) {
      throw new MalformedMessageException("its signature has been used before");
    }
    if (seen.size() > REMEMBERED) {
      seen.removeFirst();
    }
  }
}
