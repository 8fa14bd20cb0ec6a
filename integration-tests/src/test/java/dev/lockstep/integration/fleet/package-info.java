/** A whole system in this process, over the suite's real servers: for tests of what coordinators and agents do together. */
@NullMarked
package dev.lockstep.integration.fleet;

import org.jspecify.annotations.NullMarked;
