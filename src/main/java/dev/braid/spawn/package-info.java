/// The life of a child JVM, from the command line that starts it to the exit that is reported.
@NullMarked
package dev.braid.spawn;

import org.jspecify.annotations.NullMarked;
