package dev.braid;

import static dev.braid.Multiprocessing.waitAny;

import dev.braid.remote.Line;
import dev.braid.remote.LineLostException;
import dev.braid.remote.Peer;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the server of a [Manager] is reached from the session: by its door, a pipe whose other end
/// the server alone has, one sends it an end of a new pipe.
///
/// @param server life of its exports
/// @param name of its process, for people
record NearSite(long server, String name, Connection<Object> door)
    implements Peer.Dialer, Serializable {
  /// What the server says to one who has come in.
  static final String GREETING = "come in";

  @Override
  public Line dial() throws LineLostException, InterruptedException {
    Pipe<@Nullable Object> pipe = new Pipe<>();
    Connection<@Nullable Object> mine = pipe.first();
    try {
      door.send(pipe.second());
      pipe.second().close();
      // The door becomes ready by nothing but the end of the server, who may not have come to it.
      if (!waitAny(List.of(mine, door)).contains(mine)) {
        throw new LineLostException("it has ended", null);
      }
      var _ = mine.recv();
      return new NearLine(mine);
    } catch (BrokenPipeException | EndOfFileException | IllegalStateException e) {
      pipe.close();
      throw Lines.lost(e);
    } catch (InterruptedWaitException e) {
      pipe.close();
      throw Lines.interrupted(e);
    } catch (LineLostException | RuntimeException e) {
      pipe.close();
      throw e;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
