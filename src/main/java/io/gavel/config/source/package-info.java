/// Where settings come from before they have types: YAML trees, environment variables, `${...}`
/// placeholders. Knows the names of the settings, not their meaning; may touch no other package of
/// Gavel.
@NullMarked
package io.gavel.config.source;

import org.jspecify.annotations.NullMarked;
