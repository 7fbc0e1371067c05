/// The image, alone and with a broker and a registry as containers. Where no container engine
/// answers these tests are skipped; `.ci/containers` gets one.
@NullMarked
package io.gavel.container;

import org.jspecify.annotations.NullMarked;
