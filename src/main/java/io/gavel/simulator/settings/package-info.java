/// The settings of the simulator: immutable records, checked once, with their defaults in
/// `defaults.yaml`. May touch `config` and the simulator's pure packages.
@NullMarked
package io.gavel.simulator.settings;

import org.jspecify.annotations.NullMarked;
