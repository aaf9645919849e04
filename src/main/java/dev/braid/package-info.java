/// What users type: processes with the meaning of Python's `multiprocessing`, in Java's grammar.
@NullMarked
package dev.braid;

import org.jspecify.annotations.NullMarked;
