/** The protocol's specification, checked by TLC; its text is in {@code src/spec}. */
@NullMarked
package dev.lockstep.integration.spec;

import org.jspecify.annotations.NullMarked;
