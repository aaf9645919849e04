/// Values to MIME bundles, and the functions that show them in a notebook.
@NullMarked
package dev.braid.display;

import org.jspecify.annotations.NullMarked;
