/// Ranking of candidates from comparisons of two. Pure; may touch `agreement`'s pair results alone.
@NullMarked
package io.gavel.agreement.ranking;

import org.jspecify.annotations.NullMarked;
