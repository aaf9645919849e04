/// The engine: cells of Java run by JShell behind the wire.
@NullMarked
package dev.braid.kernel;

import org.jspecify.annotations.NullMarked;
