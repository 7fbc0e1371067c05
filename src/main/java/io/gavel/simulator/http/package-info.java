/// A small HTTP/1.1 server on virtual threads, one per connection, that can do what a broken server
/// does: notice that its client has gone, end an answer in its middle, reset a connection, close
/// its port and open the same one again. May touch no other package of Gavel.
@NullMarked
package io.gavel.simulator.http;

import org.jspecify.annotations.NullMarked;
