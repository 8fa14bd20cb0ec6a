/** The journal of a fleet: claimed, appended, read back, and judged by one set of rules for every reader (rules L1 to L4). */
@NullMarked
package dev.lockstep.coordinator.journal;

import org.jspecify.annotations.NullMarked;
