package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Column.Generation;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.List;
import java.util.Optional;

/**
 * A column as a statement writes it.
 *
 * @param serial whether a sequence of its own numbers it
 * @param computedAs of a generated column
 */
record ColumnDefinition(
        String name,
        TypeRef type,
        boolean serial,
        String collation,
        boolean notNull,
        Optional<Expression> defaultValue,
        Generation generation,
        Optional<Expression> computedAs,
        List<ConstraintDefinition> constraints) {}
