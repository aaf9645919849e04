/// Tests of the engine of pools, and of what people see of it.
@NullMarked
package dev.braid.pool;

import org.jspecify.annotations.NullMarked;
