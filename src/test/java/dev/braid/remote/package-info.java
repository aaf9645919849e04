/// Tests of what a server of objects does, without its lines and proxies.
@NullMarked
package dev.braid.remote;

import org.jspecify.annotations.NullMarked;
