/** The whole fleet in one thread on a virtual clock, from one seed: production code of coordinator and agent between fakes that fail. */
@NullMarked
package dev.lockstep.integration.simulation;

import org.jspecify.annotations.NullMarked;
