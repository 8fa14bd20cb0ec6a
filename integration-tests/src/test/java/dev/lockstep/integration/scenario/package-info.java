/** Whole stories of epochs on real servers: through all phases, back, past failures, and what drift finds. */
@NullMarked
package dev.lockstep.integration.scenario;

import org.jspecify.annotations.NullMarked;
