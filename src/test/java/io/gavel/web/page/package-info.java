/// The page in a real browser, before a double of the API whose answers a test can change.
@NullMarked
package io.gavel.web.page;

import org.jspecify.annotations.NullMarked;
