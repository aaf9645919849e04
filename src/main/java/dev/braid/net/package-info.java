/// Bytes between machines: sockets, frames on them, and the proof that both sides know a key.
///
/// What the frames mean is decided above. Nothing here blocks a carrier of virtual threads or
/// survives its last socket: one thread, [Readiness], waits for all of them, and everybody else
/// waits for that thread.
@NullMarked
package dev.braid.net;

import org.jspecify.annotations.NullMarked;
