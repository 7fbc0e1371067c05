/// Text on a terminal: nothing in it may steer the terminal, and columns stand under each other.
/// Pure; may touch no other package of Gavel.
@NullMarked
package io.gavel.cli.text;

import org.jspecify.annotations.NullMarked;
