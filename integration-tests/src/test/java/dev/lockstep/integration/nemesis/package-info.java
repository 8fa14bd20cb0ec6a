/** A fleet of real processes, and somebody who kills, stops and cuts them while epochs run under load; {@code check} judges what is left. */
@NullMarked
package dev.lockstep.integration.nemesis;

import org.jspecify.annotations.NullMarked;
