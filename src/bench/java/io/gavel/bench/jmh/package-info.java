/// The smallest parts by themselves, measured by JMH. Its classes are public, and their parameters
/// fields, because JMH wants it so.
@NullMarked
package io.gavel.bench.jmh;

import org.jspecify.annotations.NullMarked;
