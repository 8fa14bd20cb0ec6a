/** What a change says about its way through the fleet, as coordinator, agents and the command all read it. */
@NullMarked
package dev.lockstep.rollout;

import org.jspecify.annotations.NullMarked;
