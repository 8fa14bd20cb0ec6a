/** The schema as statements have left it, and what the server knows by itself: types, casts and functions. */
@NullMarked
package dev.lockstep.agent.engine.postgres.explain.catalog;

import org.jspecify.annotations.NullMarked;
