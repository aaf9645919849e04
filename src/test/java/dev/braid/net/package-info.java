/// Tests of frames, of the handshake, and of clients that mean no good.
@NullMarked
package dev.braid.net;

import org.jspecify.annotations.NullMarked;
