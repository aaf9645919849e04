/// Benchmarks of Braid beside its peers, and the table that `./braid bench` prints.
@NullMarked
package dev.braid.bench;

import org.jspecify.annotations.NullMarked;
