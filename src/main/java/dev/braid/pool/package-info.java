/// The engine of pools, and what people see of its work: progress and insights.
@NullMarked
package dev.braid.pool;

import org.jspecify.annotations.NullMarked;
