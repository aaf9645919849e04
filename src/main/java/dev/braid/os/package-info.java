/// The only door to the operating system: starting, signalling, watching and reaping processes.
@NullMarked
package dev.braid.os;

import org.jspecify.annotations.NullMarked;
