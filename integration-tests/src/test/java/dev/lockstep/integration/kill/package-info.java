/** Coordinators and agents as processes that are killed and stopped at the worst moments, over real servers. */
@NullMarked
package dev.lockstep.integration.kill;

import org.jspecify.annotations.NullMarked;
