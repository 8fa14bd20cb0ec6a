/** Backfills of real tables by the production code, without Kafka and coordinator. */
@NullMarked
package dev.lockstep.integration.backfill;

import org.jspecify.annotations.NullMarked;
