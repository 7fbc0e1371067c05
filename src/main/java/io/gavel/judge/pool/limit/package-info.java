/// How many calls one endpoint gets at once: a limit that follows what the server can do. Pure: no
/// threads, no clock of its own, no input or output. May touch no other package of Gavel.
@NullMarked
package io.gavel.judge.pool.limit;

import org.jspecify.annotations.NullMarked;
