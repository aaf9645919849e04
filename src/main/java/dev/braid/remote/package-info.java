/// Objects of a server process that others call as if they had them: what goes over the line, who
/// is called, and how long he is kept. Knows neither which lines there are nor which proxies.
@NullMarked
package dev.braid.remote;

import org.jspecify.annotations.NullMarked;
