/// Workers of an earlier commit and of this one side by side on one cluster, by `mvn -Pupgrade
/// verify -Dupgrade.from=COMMIT`.
@NullMarked
package io.gavel.upgrade;

import org.jspecify.annotations.NullMarked;
