/// The broker that all contestants share, the topics they read and write, and the reader of
/// committed records that judges them.
@NullMarked
package io.gavel.bench.broker;

import org.jspecify.annotations.NullMarked;
