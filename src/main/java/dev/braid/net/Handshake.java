package dev.braid.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.braid.memory.Deadline;
import dev.braid.net.AuthKey.Side;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;

/// How two ends prove to each other that they know the key, before anything else is said.
///
/// ```text
///  from      frame
///  listener  greeting "BRAID/1\n" (8 bytes), a random challenge (32)
///  client    its own random challenge (32), its proof (32)
///  listener  "WELCOME\n" (8), its proof (32)         or  "REFUSED\n" (8), and hangs up
/// ```
///
/// A proof is the HMAC-SHA-256, by the key, of the greeting, the side that proves (`C` or `L`) and
/// both challenges. So it is of no use in another handshake (replay), nor to the other side
/// (reflection). The client proves first: a listener gives nothing that could be tried against
/// guessed keys to one who doesn't know it. After CPython's `deliver_challenge` and
/// `answer_challenge`, which tie the digest's name into the proof as we tie the version.
///
/// What follows is neither encrypted nor signed.
final class Handshake {
  static final byte[] GREETING = "BRAID/1\n".getBytes(US_ASCII);
  private static final byte[] WELCOME = "WELCOME\n".getBytes(US_ASCII);
  private static final byte[] REFUSED = "REFUSED\n".getBytes(US_ASCII);
  private static final int CHALLENGE = 32;

  /// No frame is longer, in bytes.
  static final int LIMIT = 128;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Handshake() {}

  /// As the listener.
  ///
  /// @throws WrongKeyException if the client's proof is wrong
  /// @throws IOException if it doesn't speak our language, hangs up, or is too slow
  static void receive(FrameChannel channel, AuthKey key, Deadline deadline)
      throws IOException, InterruptedException {
    byte[] ours = challenge();
    send(channel, join(GREETING, ours), deadline);
    byte[] answer = next(channel, deadline);
    if (answer.length != CHALLENGE + AuthKey.PROOF) {
      throw new ProtocolException(
          "an answer of %d bytes to the challenge".formatted(answer.length));
    }
    byte[] theirs = Arrays.copyOf(answer, CHALLENGE);
    byte[] proof = Arrays.copyOfRange(answer, CHALLENGE, answer.length);
    if (!key.accepts(proof, Side.CLIENT, ours, theirs)) {
      send(channel, REFUSED, deadline);
      throw new WrongKeyException("%s has another key".formatted(channel));
    }
    send(channel, join(WELCOME, key.proof(Side.LISTENER, ours, theirs)), deadline);
  }

  /// As the client.
  ///
  /// @throws WrongKeyException if the listener refuses our proof, or its own is wrong
  /// @throws IOException if it doesn't speak our language, hangs up, or is too slow
  static void introduce(FrameChannel channel, AuthKey key, Deadline deadline)
      throws IOException, InterruptedException {
    byte[] greeting = next(channel, deadline);
    if (greeting.length != GREETING.length + CHALLENGE || !startsWith(greeting, GREETING)) {
      throw new ProtocolException("whoever listens there doesn't greet as a listener of Braid");
    }
    byte[] theirs = Arrays.copyOfRange(greeting, GREETING.length, greeting.length);
    byte[] ours = challenge();
    send(channel, join(ours, key.proof(Side.CLIENT, theirs, ours)), deadline);
    byte[] verdict = next(channel, deadline);
    if (Arrays.equals(verdict, REFUSED)) {
      throw new WrongKeyException("%s has another key, and refused ours".formatted(channel));
    }
    byte[] proof =
        Arrays.copyOfRange(verdict, Math.min(WELCOME.length, verdict.length), verdict.length);
    if (!startsWith(verdict, WELCOME) || !key.accepts(proof, Side.LISTENER, theirs, ours)) {
      throw new WrongKeyException(
          "%s let us in, but can't prove that it knows the key".formatted(channel));
    }
  }

  private static byte[] challenge() {
    byte[] bytes = new byte[CHALLENGE];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  private static void send(FrameChannel channel, byte[] frame, Deadline deadline)
      throws IOException, InterruptedException {
    if (!channel.send(frame, deadline)) {
      throw tooSlow();
    }
  }

  private static byte[] next(FrameChannel channel, Deadline deadline)
      throws IOException, InterruptedException {
    byte[] frame = channel.receive(deadline);
    if (frame == null) {
      throw tooSlow();
    }
    return frame;
  }

  private static SocketTimeoutException tooSlow() {
    return new SocketTimeoutException("no answer within the time for the handshake");
  }
}
