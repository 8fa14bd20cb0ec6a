package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import java.util.List;
import java.util.Optional;

/**
 * A constraint of a table.
 *
 * @param check of a check constraint
 * @param references the number of the referenced table; 0 for none
 * @param index the number of the index behind it, of its own or of the referenced table; 0 for none
 * @param inherited whether a table above has it too
 */
public record Constraint(
        String name,
        Kind kind,
        List<String> columns,
        Optional<Expression> check,
        int references,
        List<String> referenced,
        int index,
        boolean valid,
        boolean enforced,
        boolean noInherit,
        boolean inherited) {

    /** What it demands. */
    public enum Kind {
        CHECK,
        NOT_NULL,
        UNIQUE,
        PRIMARY_KEY,
        FOREIGN_KEY,
        EXCLUSION
    }

    public Constraint {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }

    public static Constraint check(String name, Expression check, List<String> columns, boolean valid) {
        return new Constraint(
                name, Kind.CHECK, columns, Optional.of(check), 0, List.of(), 0, valid, true, false, false);
    }

    public static Constraint ofIndex(String name, Kind kind, List<String> columns, int index) {
        return new Constraint(name, kind, columns, Optional.empty(), 0, List.of(), index, true, true, false, false);
    }

    public static Constraint notNull(String name, String column, boolean valid) {
        return new Constraint(
                name, Kind.NOT_NULL, List.of(column), Optional.empty(), 0, List.of(), 0, valid, true, false, false);
    }

    public static Constraint foreignKey(
            String name, List<String> columns, int references, List<String> referenced, int index, boolean valid) {
        return new Constraint(
                name,
                Kind.FOREIGN_KEY,
                columns,
                Optional.empty(),
                references,
                referenced,
                index,
                valid,
                true,
                false,
                false);
    }

    /** Whether an index of its own stands behind it. */
    public boolean hasIndex() {
        return kind == Kind.UNIQUE || kind == Kind.PRIMARY_KEY || kind == Kind.EXCLUSION;
    }

    public Constraint named(String newName) {
        return new Constraint(
                newName, kind, columns, check, references, referenced, index, valid, enforced, noInherit, inherited);
    }

    public Constraint over(List<String> newColumns) {
        return new Constraint(
                name, kind, newColumns, check, references, referenced, index, valid, enforced, noInherit, inherited);
    }

    public Constraint referencing(List<String> newReferenced) {
        return new Constraint(
                name, kind, columns, check, references, newReferenced, index, valid, enforced, noInherit, inherited);
    }

    public Constraint backedBy(int newIndex) {
        return new Constraint(
                name, kind, columns, check, references, referenced, newIndex, valid, enforced, noInherit, inherited);
    }

    public Constraint validated() {
        return new Constraint(
                name, kind, columns, check, references, referenced, index, true, enforced, noInherit, inherited);
    }

    public Constraint enforced(boolean now) {
        return new Constraint(
                name, kind, columns, check, references, referenced, index, valid && now, now, noInherit, inherited);
    }

    public Constraint inherited(boolean now) {
        return new Constraint(
                name, kind, columns, check, references, referenced, index, valid, enforced, noInherit, now);
    }

    public Constraint withHeirs() {
        return new Constraint(
                name, kind, columns, check, references, referenced, index, valid, enforced, false, inherited);
    }

    public Constraint withoutHeirs() {
        return new Constraint(
                name, kind, columns, check, references, referenced, index, valid, enforced, true, inherited);
    }
}
