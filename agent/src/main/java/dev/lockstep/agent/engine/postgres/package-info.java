/** PostgreSQL 12 to 18: its catalog, its recipes, its locks. */
@NullMarked
package dev.lockstep.agent.engine.postgres;

import org.jspecify.annotations.NullMarked;
