/// The parts of `gavel baseline`: what windows add up to, and how baselines are shown. May touch
/// what the commands share.
@NullMarked
package io.gavel.cli.baseline;

import org.jspecify.annotations.NullMarked;
