/** Everything that somebody could send who must not be believed, by a seed, given to the production code that receives it. */
@NullMarked
package dev.lockstep.integration.attack;

import org.jspecify.annotations.NullMarked;
