package dev.braid.net;

import java.io.IOException;

/// The other end announces a frame that is longer than this one takes. Nothing more can be read.
public final class FrameTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  FrameTooLargeException(long length, int limit) {
    super(
        "the other end announces a message of %d bytes, and at most %d are taken here"
            .formatted(length, limit));
  }
}
