/// Code and state to bytes and back: closures, the classes behind them, and the variables that they
/// reach.
@NullMarked
package dev.braid.code;

import org.jspecify.annotations.NullMarked;
