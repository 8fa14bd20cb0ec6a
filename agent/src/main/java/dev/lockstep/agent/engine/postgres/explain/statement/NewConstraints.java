package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a new table demands of its rows, by its columns and by itself. */
final class NewConstraints {
    private final List<ColumnDefinition> columns;
    private final List<ConstraintDefinition> constraints;

    NewConstraints(List<ColumnDefinition> columns, List<ConstraintDefinition> constraints) {
        this.columns = columns;
        this.constraints = constraints;
    }

    void add(TableRun run, Relation table) {
        refuseChainOfComputed();
        for (ColumnDefinition each : columns) {
            if (each.generation().isComputed()) {
                table.replace(each.name(), new TableParts(run.effects).column(table, each));
            }
            if (each.notNull()
                    && run.catalog.isFrom(18)
                    && each.constraints().stream().noneMatch(one -> one.kind() == Constraint.Kind.NOT_NULL)) {
                ColumnCommands.rememberNotNull(run.catalog, table, each.name(), true);
            }
        }
        List<ConstraintDefinition> all = new ArrayList<>();
        columns.forEach(each -> all.addAll(each.constraints()));
        all.addAll(constraints);
        long keys = all.stream()
                .filter(each -> each.kind() == Constraint.Kind.PRIMARY_KEY)
                .count();
        boolean ofWhole = table.partition
                && run.catalog.get(table.parents.get(0)).primaryKey().isPresent();
        if (keys > 1 || keys > 0 && ofWhole) {
            throw KeyCommands.twoKeys(table);
        }
        withoutTwins(all).stream()
                .sorted(Comparator.comparing(each -> turn(each.kind())))
                .forEach(each -> addConstraint(run, table, each));
    }

    /** Of keys over the same columns in the same order one stays, the primary key where there is one; it has a name where one of them has. */
    private static List<ConstraintDefinition> withoutTwins(List<ConstraintDefinition> all) {
        List<ConstraintDefinition> kept = new ArrayList<>();
        List<ConstraintDefinition> inOrder = new ArrayList<>(all);
        inOrder.sort(Comparator.comparing(each -> each.kind() != Constraint.Kind.PRIMARY_KEY));
        for (ConstraintDefinition each : inOrder) {
            Optional<ConstraintDefinition> twin = kept.stream()
                    .filter(other -> each.kind() == Constraint.Kind.UNIQUE && areTwins(each, other))
                    .findFirst();
            if (twin.isEmpty()) {
                kept.add(each);
            } else if (twin.get().name().isEmpty()) {
                kept.set(kept.indexOf(twin.get()), twin.get().named(each.name()));
            }
        }
        return kept;
    }

    private static boolean areTwins(ConstraintDefinition one, ConstraintDefinition other) {
        boolean keys = other.kind() == Constraint.Kind.UNIQUE || other.kind() == Constraint.Kind.PRIMARY_KEY;
        return keys
                && one.columns().equals(other.columns())
                && one.included().equals(other.included())
                && one.options().equals(other.options());
    }

    private void refuseChainOfComputed() {
        List<String> computed = columns.stream()
                .filter(each -> each.generation().isComputed())
                .map(ColumnDefinition::name)
                .toList();
        for (ColumnDefinition each : columns) {
            each.computedAs()
                    .flatMap(value -> value.columnsOf(computed).stream().findFirst())
                    .ifPresent(other -> {
                        throw new Refusal(
                                "42P17",
                                "cannot use generated column \"" + other + "\" in column generation expression");
                    });
        }
    }

    /** A foreign key may refer to a key that is written after it. */
    private static int turn(Constraint.Kind kind) {
        return switch (kind) {
            case CHECK, NOT_NULL -> 0;
            case PRIMARY_KEY -> 1;
            case FOREIGN_KEY -> 3;
            default -> 2;
        };
    }

    private static void addConstraint(TableRun run, Relation table, ConstraintDefinition each) {
        switch (each.kind()) {
            case CHECK -> {
                Constraint check = Checks.of(run.catalog, table, each);
                boolean inherited = Optional.ofNullable(table.constraints.get(check.name()))
                        .map(Constraint::inherited)
                        .orElse(false);
                if (!inherited) {
                    Checks.requireFreeName(table, check.name());
                }
                // there are no rows yet that would not keep it
                table.constraints.put(check.name(), check.enforced() ? check.validated() : check);
            }
            case NOT_NULL -> nameNotNull(run, table, each);
            case FOREIGN_KEY -> new ForeignKeys(run.effects).add(table, each, false, false);
            default -> KeyCommands.add(run, each);
        }
    }

    /** A column that is NOT NULL without a name, or from above, takes the name that the table gives. */
    private static void nameNotNull(TableRun run, Relation table, ConstraintDefinition definition) {
        String column = definition.columns().get(0);
        Optional<Constraint> there = table.constraints.values().stream()
                .filter(each -> each.kind() == Constraint.Kind.NOT_NULL
                        && each.columns().contains(column))
                .findFirst();
        boolean byChance = there.map(
                        each -> each.inherited() || each.name().equals(table.name + "_" + column + "_not_null"))
                .orElse(false);
        if (there.isPresent() && !byChance && !there.get().name().equals(definition.name())) {
            throw new Refusal(
                    "42601",
                    "conflicting not-null constraint names \"" + there.get().name() + "\" and \"" + definition.name()
                            + "\"");
        }
        there.ifPresent(each -> table.constraints.remove(each.name()));
        ConstraintCommands.addNotNull(run, definition);
    }
}
