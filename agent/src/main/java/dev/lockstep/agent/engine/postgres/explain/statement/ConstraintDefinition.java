package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A constraint as a statement writes it.
 *
 * @param name empty for one that the server chooses
 * @param included columns of INCLUDE
 * @param referenced empty for the primary key
 * @param usingIndex the index that it takes over; empty for one of its own
 * @param options in upper case: NOT VALID, NO INHERIT, NOT ENFORCED, DEFERRABLE, ON DELETE CASCADE …
 */
record ConstraintDefinition(
        String name,
        Constraint.Kind kind,
        List<String> columns,
        List<String> included,
        List<Expression> elements,
        Optional<Expression> check,
        Optional<QualifiedName> references,
        List<String> referenced,
        String usingIndex,
        String method,
        Set<String> options) {

    boolean has(String option) {
        return options.contains(option);
    }

    boolean isChecked() {
        return !has("NOT VALID") && !has("NOT ENFORCED");
    }

    ConstraintDefinition over(List<String> newColumns) {
        return new ConstraintDefinition(
                name, kind, newColumns, included, elements, check, references, referenced, usingIndex, method, options);
    }
}
