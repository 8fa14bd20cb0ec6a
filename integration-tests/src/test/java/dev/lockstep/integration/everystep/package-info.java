/** Every operation of PostgreSQL through the agent as it is, disturbed at every step, while an old and a new application write. */
@NullMarked
package dev.lockstep.integration.everystep;

import org.jspecify.annotations.NullMarked;
