/** Says offline what a statement would do to a schema: locks, rewrites, scans, index builds, refusals, and the safer change. */
@NullMarked
package dev.lockstep.agent.engine.postgres.explain;

import org.jspecify.annotations.NullMarked;
