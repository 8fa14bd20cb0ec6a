/** PostgreSQL's planners and their parts, without a server. */
@NullMarked
package dev.lockstep.agent.engine.postgres;

import org.jspecify.annotations.NullMarked;
