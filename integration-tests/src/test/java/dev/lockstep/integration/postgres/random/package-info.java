/** Changes that nobody wrote, on schemas that nobody wrote, against what plain statements make of a copy. */
@NullMarked
package dev.lockstep.integration.postgres.random;

import org.jspecify.annotations.NullMarked;
