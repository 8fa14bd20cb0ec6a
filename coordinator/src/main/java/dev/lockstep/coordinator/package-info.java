/** The coordinator: decides, and remembers what it decided. */
@NullMarked
package dev.lockstep.coordinator;

import org.jspecify.annotations.NullMarked;
