/** One loop per fleet: commands in, one batch of decisions at a time into the journal, effects out. */
@NullMarked
package dev.lockstep.coordinator.fleet;

import org.jspecify.annotations.NullMarked;
