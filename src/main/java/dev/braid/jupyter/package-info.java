/// The wire: Jupyter's messaging protocol, as a kernel and as a client. It knows no language.
@NullMarked
package dev.braid.jupyter;

import org.jspecify.annotations.NullMarked;
