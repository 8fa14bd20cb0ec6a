/** PostgreSQL's words and names: from text to statements, tokens and expressions. */
@NullMarked
package dev.lockstep.agent.engine.postgres.explain.parse;

import org.jspecify.annotations.NullMarked;
