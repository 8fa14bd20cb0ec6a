/** Schemas and statements that nobody wrote: from a seed and a grammar. */
@NullMarked
package dev.lockstep.integration.postgres.explain.random;

import org.jspecify.annotations.NullMarked;
