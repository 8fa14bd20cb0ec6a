/** Directives that follow the journal: derived from counted entries, signed, published in order, read back (rule L5). */
@NullMarked
package dev.lockstep.coordinator.directives;

import org.jspecify.annotations.NullMarked;
