/// What `gavel evaluate` is made of: its input, its progress, its files. May touch everything.
@NullMarked
package io.gavel.cli.evaluate;

import org.jspecify.annotations.NullMarked;
