package dev.braid.net;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A secret by which two processes prove to each other that they belong together; never sent.
public final class AuthKey {
  private static final String ALGORITHM = "HmacSHA256";

  /// Of a proof, in bytes.
  static final int PROOF = 32;

  /// Who proves. It is part of the proof, so that nobody gets one from the other end by asking back
  /// what he was asked.
  enum Side {
    CLIENT('C'),
    LISTENER('L');

    private final byte label;

    Side(char label) {
      this.label = (byte) label;
    }
  }

  private final SecretKeySpec key;

  /// @throws IllegalArgumentException if there is none, or it has no bytes
  public AuthKey(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      throw new IllegalArgumentException(
          "the key is empty; give both ends the same secret, such as 32 random bytes");
    }
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /// That this side has the key, in this handshake alone: both ends have added to the challenge.
  byte[] proof(Side side, byte[] ofListener, byte[] ofClient) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(Handshake.GREETING);
      mac.update(side.label);
      // All of fixed length, so that no two handshakes have the same text.
      mac.update(ofListener);
      mac.update(ofClient);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /// True if `proof` is that of the other side. Takes as long for a proof that is wrong.
  boolean accepts(byte[] proof, Side side, byte[] ofListener, byte[] ofClient) {
    return MessageDigest.isEqual(proof(side, ofListener, ofClient), proof);
  }
}
