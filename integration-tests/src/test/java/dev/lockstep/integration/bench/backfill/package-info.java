/** The benchmark of backfills: the production code against the SQL of another tool, on one server in one run. */
@NullMarked
package dev.lockstep.integration.bench.backfill;

import org.jspecify.annotations.NullMarked;
