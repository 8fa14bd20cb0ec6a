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
 * @param operators of an exclusion, one for each of its elements
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
        List<String> operators,
        Optional<Expression> check,
        Optional<QualifiedName> references,
        List<String> referenced,
        String usingIndex,
        String method,
        Set<String> options) {

    /** One that its kind and columns say all of. */
    static ConstraintDefinition simple(String name, Constraint.Kind kind, List<String> columns, Set<String> options) {
        return new ConstraintDefinition(
                name,
                kind,
                columns,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                "btree",
                options);
    }

    ConstraintDefinition named(String newName) {
        return new ConstraintDefinition(
                newName,
                kind,
                columns,
                included,
                elements,
                operators,
                check,
                references,
                referenced,
                usingIndex,
                method,
                options);
    }

    /** CHECK, and the condition of an exclusion. */
    ConstraintDefinition checking(Optional<Expression> condition) {
        return new ConstraintDefinition(
                name,
                kind,
                columns,
                included,
                elements,
                operators,
                condition,
                references,
                referenced,
                usingIndex,
                method,
                options);
    }

    /** FOREIGN KEY … REFERENCES. */
    ConstraintDefinition referring(QualifiedName table, List<String> itsColumns) {
        return new ConstraintDefinition(
                name,
                kind,
                columns,
                included,
                elements,
                operators,
                check,
                Optional.of(table),
                itsColumns,
                usingIndex,
                method,
                options);
    }

    /** UNIQUE and others, USING INDEX. */
    ConstraintDefinition taking(String index) {
        return new ConstraintDefinition(
                name,
                kind,
                columns,
                included,
                elements,
                operators,
                check,
                references,
                referenced,
                index,
                method,
                options);
    }

    /** INCLUDE. */
    ConstraintDefinition including(List<String> others) {
        return new ConstraintDefinition(
                name,
                kind,
                columns,
                others,
                elements,
                operators,
                check,
                references,
                referenced,
                usingIndex,
                method,
                options);
    }

    /** EXCLUDE USING method (element WITH operator). */
    ConstraintDefinition excluding(String byMethod, List<Expression> keys, List<String> each) {
        return new ConstraintDefinition(
                name,
                kind,
                columns,
                included,
                keys,
                each,
                check,
                references,
                referenced,
                usingIndex,
                byMethod,
                options);
    }

    boolean has(String option) {
        return options.contains(option);
    }

    boolean isChecked() {
        return !has("NOT VALID") && !has("NOT ENFORCED");
    }

    ConstraintDefinition over(List<String> newColumns) {
        return new ConstraintDefinition(
                name,
                kind,
                newColumns,
                included,
                elements,
                operators,
                check,
                references,
                referenced,
                usingIndex,
                method,
                options);
    }
}
