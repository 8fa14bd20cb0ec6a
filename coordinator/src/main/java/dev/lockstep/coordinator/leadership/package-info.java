/** Who leads: a Curator latch that starts work; the journal is what authorises it. */
@NullMarked
package dev.lockstep.coordinator.leadership;

import org.jspecify.annotations.NullMarked;
