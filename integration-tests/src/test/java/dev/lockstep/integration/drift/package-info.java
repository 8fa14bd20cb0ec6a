/** Plants what is drift, and what is not, on the nodes of a fleet, and sees what the fleet finds. */
@NullMarked
package dev.lockstep.integration.drift;

import org.jspecify.annotations.NullMarked;
