/// What an evaluation found: measures in sections, as text, JSON, Markdown and pictures. Pure. May
/// touch `agreement` and `evaluate`.
@NullMarked
package io.gavel.evaluate.report;

import org.jspecify.annotations.NullMarked;
