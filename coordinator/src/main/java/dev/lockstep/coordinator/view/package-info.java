/** What people and programs are shown of a fleet: made from published state, never from the loop. */
@NullMarked
package dev.lockstep.coordinator.view;

import org.jspecify.annotations.NullMarked;
