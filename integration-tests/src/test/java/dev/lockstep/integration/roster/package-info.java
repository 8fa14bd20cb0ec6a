/** Who belongs to a fleet, and which epochs are open together, on real servers. */
@NullMarked
package dev.lockstep.integration.roster;

import org.jspecify.annotations.NullMarked;
