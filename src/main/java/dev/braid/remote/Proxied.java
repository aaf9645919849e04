package dev.braid.remote;

import java.io.Serializable;

/// What every generated proxy also is: it travels as a name of its object.
public interface Proxied extends Serializable {
  /// What is written in its place.
  Object writeReplace();
}
