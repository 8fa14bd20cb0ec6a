package dev.lockstep.integration.postgres.random;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes operations that look right, each on what the ones before have left of the tables. */
final class ChangeMaker {
    /** Such an operation has its table to itself. */
    private static final String ALONE = "rename_column|rename_table|change_type|widen_key|replace_primary_key";

    private static final Set<Integer> TWO_SHAPES = Set.of(5, 6, 7, 8, 9, 24, 28, 29, 34);

    private final Stage at;
    private final ColumnOperations columns;
    private final RuleOperations rules;
    private final TableOperations wholes;
    private final WideOperations wides;
    private final Set<Table> used = new HashSet<>();
    private final Set<Table> alone = new HashSet<>();

    ChangeMaker(Stage at) {
        this.at = at;
        this.columns = new ColumnOperations(at);
        this.rules = new RuleOperations(at);
        this.wholes = new TableOperations(at);
        this.wides = new WideOperations(at);
    }

    List<Wanted> make() {
        List<Wanted> changes = new ArrayList<>();
        int wanted = at.dice.any(1, 2, 2, 3, 3, 4);
        at.table = at.dice.pick(at.tables);
        for (int tries = 0; changes.size() < wanted && tries < 60; tries++) {
            if (at.dice.percent(35)) {
                at.table = at.dice.pick(at.tables);
            }
            if (at.tables.contains(at.table)) {
                Table on = at.table;
                Wanted change = alone.contains(on) ? null : operation();
                if (change != null) {
                    changes.add(change);
                    used.add(on);
                    if (change.kind().matches(ALONE) && !at.dice.percent(3)) {
                        alone.add(on);
                    }
                }
            } else {
                at.table = at.dice.pick(at.tables);
            }
        }
        return changes;
    }

    private @Nullable Wanted operation() {
        int chosen = at.dice.below(40);
        if (used.contains(at.table) && TWO_SHAPES.contains(chosen) && !at.dice.percent(3)) {
            return null;
        }
        return switch (chosen) {
            case 0, 1, 2 -> columns.addColumn();
            case 3, 4 -> columns.dropColumn();
            case 5, 6 -> columns.renameColumn();
            case 7, 8 -> columns.changeType();
            case 9 -> columns.changeTypeTo();
            case 10, 11 -> columns.setNotNull();
            case 12 -> columns.dropNotNull();
            case 13 -> columns.setDefault();
            case 14 -> columns.dropDefault();
            case 15 -> wholes.setComment();
            case 16, 17 -> rules.addIndex();
            case 18 -> rules.dropIndex();
            case 19 -> rules.renameIndex();
            case 20 -> rules.addUnique();
            case 21 -> rules.addCheck();
            case 22 -> rules.addForeignKey();
            case 23 -> rules.addPrimaryKey();
            case 24 -> rules.replacePrimaryKey();
            case 25, 26 -> rules.dropConstraint();
            case 27 -> rules.renameConstraint();
            case 28, 29 -> wholes.widenKey();
            case 30 -> wholes.enumValue();
            case 31 -> wholes.partition();
            case 32 -> wholes.replicaIdentity();
            case 33 -> columns.backfill();
            case 34 -> wholes.renameTable();
            case 36 -> wides.addForeignKey();
            case 37 -> wides.addUnique();
            case 38, 39 -> wides.raw();
            default -> at.dice.percent(50) ? wholes.dropTable() : wholes.createTable();
        };
    }
}
