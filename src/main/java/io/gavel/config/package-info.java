/// Typed settings: immutable records, validated once at start. Unknown keys stop it, by name. May
/// touch no other package of Gavel.
@NullMarked
package io.gavel.config;

import org.jspecify.annotations.NullMarked;
