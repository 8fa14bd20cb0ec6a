/** The pure core: what a fleet is, what may be decided, and what an event does to it. No clock, no thread, no I/O. */
@NullMarked
package dev.lockstep.coordinator.core;

import org.jspecify.annotations.NullMarked;
