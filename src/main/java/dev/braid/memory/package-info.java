/// What processes share: the session's arena, its process table, and the output log that every
/// print goes through.
@NullMarked
package dev.braid.memory;

import org.jspecify.annotations.NullMarked;
