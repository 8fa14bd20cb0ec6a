/** What each statement locks, rewrites, scans and builds, and what it leaves behind. */
@NullMarked
package dev.lockstep.agent.engine.postgres.explain.statement;

import org.jspecify.annotations.NullMarked;
