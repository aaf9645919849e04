/// Notebook files, the runner that executes them through the real kernel, and the command line.
@NullMarked
package dev.braid.notebook;

import org.jspecify.annotations.NullMarked;
