/// What `gavel simulate-judge` shows. Pure. May touch the simulator.
@NullMarked
package io.gavel.cli.simulate;

import org.jspecify.annotations.NullMarked;
