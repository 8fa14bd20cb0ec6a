/** Every crash point on real servers: the agent's connections are cut before and after each chunk, and everything must still happen once. */
@NullMarked
package dev.lockstep.integration.crash;

import org.jspecify.annotations.NullMarked;
