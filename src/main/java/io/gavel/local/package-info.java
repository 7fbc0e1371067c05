/// What `gavel demo` starts on one machine: a real broker, a real registry, simulated judges,
/// sample traffic. Never in the production image.
@NullMarked
package io.gavel.local;

import org.jspecify.annotations.NullMarked;
