/** One page with what is promised, what was measured, and what was not. */
@NullMarked
package dev.lockstep.integration.scorecard;

import org.jspecify.annotations.NullMarked;
