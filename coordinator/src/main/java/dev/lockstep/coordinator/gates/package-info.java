/** The leader's side of the gates: close, seal, release (rules G2 and G3). */
@NullMarked
package dev.lockstep.coordinator.gates;

import org.jspecify.annotations.NullMarked;
