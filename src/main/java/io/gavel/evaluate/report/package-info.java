/// A report of measures in sections, as text, JSON, Markdown and pictures. Pure. May touch
/// `agreement` alone.
@NullMarked
package io.gavel.evaluate.report;

import org.jspecify.annotations.NullMarked;
