/// The check that no test class leaves anything behind.
@NullMarked
package dev.braid.leak;

import org.jspecify.annotations.NullMarked;
