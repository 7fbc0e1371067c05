/// The command line: one class per command. Sees every package.
@NullMarked
package io.gavel.cli;

import org.jspecify.annotations.NullMarked;
