package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import dev.lockstep.v1.WidenKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a key bigint together with the columns that refer to it. Each of them gets a column beside it and is swapped by itself: first those that refer, then the
 * key, so that every foreign key holds at every moment and no lock is on more than two tables.
 */
final class WidenKeyPlanner {

    private static final Set<String> NARROW = Set.of("smallint", "integer");
    private static final String WIDE = "bigint";

    private WidenKeyPlanner() {}

    static OperationPlan plan(WidenKey operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        TableName name = TableName.of(operation.getTable());
        Optional<TableFacts> table = PartitionChecks.usable(facts, name, findings);
        Optional<ColumnFacts> column = table.flatMap(found -> key(operation, found, findings));
        if (table.isEmpty() || column.isEmpty() || findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        SecondColumn key = second(table.get(), column.get(), KeyRole.KEY, facts, target);
        List<SecondColumn> all = new ArrayList<>();
        all.add(key);
        for (ReferringKey referrer : ReferringKey.of(table.get(), facts)) {
            if (referrer.own().referenced().contains(column.get().name())) {
                referring(referrer, key, facts, target, findings).ifPresent(all::add);
            }
        }
        ReferringKey.refuseUnknown(table.get(), facts, findings);
        all.forEach(second -> second.check(findings));
        checkApart(all, findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        return OperationPlan.of(after(all, facts), steps(all)).noting(findings.list());
    }

    private static Optional<ColumnFacts> key(WidenKey operation, TableFacts table, Findings findings) {
        String name = operation.getColumn();
        if (name.isEmpty()) {
            List<String> primary = table.indexes().values().stream()
                    .filter(IndexFacts::primary)
                    .findFirst()
                    .map(IndexFacts::columns)
                    .orElse(List.of());
            findings.expect(
                    primary.size() == 1,
                    "key-column",
                    "expected %s to have a primary key of one column, found %s; name the `column`"
                            .formatted(
                                    table.name().shown(),
                                    primary.isEmpty() ? "none" : "one of " + String.join(", ", primary)));
            if (primary.size() != 1) {
                return Optional.empty();
            }
            name = primary.get(0);
        }
        Optional<ColumnFacts> column = TableChecks.column(table, name, findings);
        column.ifPresent(found -> findings.expect(
                NARROW.contains(found.type()),
                "key-type",
                "expected %s.%s to be smallint or integer, found %s; take this operation out"
                        .formatted(table.name().shown(), found.name(), found.type())));
        return column;
    }

    private static SecondColumn second(
            TableFacts table, ColumnFacts column, KeyRole role, Facts facts, PlanTarget target) {
        String beside = HelperNames.column(table.name(), column.name());
        Conversion conversion = new Conversion(column.name(), beside, beside, column.type(), WIDE, "", "");
        return new SecondColumn(table, column, conversion, false, "", role, facts, target);
    }

    private static Optional<SecondColumn> referring(
            ReferringKey referring, SecondColumn key, Facts facts, PlanTarget target, Findings findings) {
        Referrer referrer = referring.own();
        if (key.table().isPartitioned()) {
            findings.refuse(
                    "referenced",
                    "expected no foreign key to refer to %s of %s, because one to a partitioned table has several columns, and those have no way over to others, but %s of %s does; drop it before, and add it again afterwards"
                            .formatted(
                                    key.column().name(),
                                    key.table().name().shown(),
                                    referrer.constraint(),
                                    referrer.table().shown()));
            return Optional.empty();
        }
        Optional<TableFacts> table = PartitionChecks.usable(facts, referrer.table(), findings);
        KeyRole.Foreign foreign = new KeyRole.Foreign(
                referrer,
                referring.below(),
                key.table().name(),
                key.column().name(),
                key.conversion().beside(),
                WIDE);
        boolean simple = referrer.columns().size() == 1
                && !foreign.actions().contains(" SET DEFAULT")
                && !foreign.actions().contains(" SET NULL (")
                && !foreign.actions().contains(" NOT VALID");
        findings.expect(
                simple,
                "dependent",
                "expected foreign keys of one column that are proved and set no default, but %s of %s is %s; change or drop that first"
                        .formatted(referrer.constraint(), referrer.table().shown(), referrer.definition()));
        if (table.isEmpty() || !simple) {
            return Optional.empty();
        }
        ColumnFacts column = table.get().columns().get(referrer.columns().get(0));
        boolean narrow = column != null && NARROW.contains(column.type());
        // One that is wide already refers to the key by its index, which goes with the key.
        findings.expect(
                narrow,
                "dependent",
                "expected columns that refer to %s to be smallint or integer too, but %s of %s is not; drop its foreign key first, and add it again afterwards"
                        .formatted(
                                key.table().name().shown(),
                                referrer.columns().get(0),
                                referrer.table().shown()));
        return narrow && column != null
                ? Optional.of(second(table.get(), column, KeyRole.of(foreign), facts, target))
                : Optional.empty();
    }

    /** What is over two columns that both change would be made for each of them alone. */
    private static void checkApart(List<SecondColumn> all, Findings findings) {
        for (int one = 0; one < all.size(); one++) {
            for (int other = one + 1; other < all.size(); other++) {
                checkApart(all.get(one), all.get(other), findings);
            }
        }
    }

    private static void checkApart(SecondColumn one, SecondColumn other, Findings findings) {
        if (!one.table().name().equals(other.table().name())) {
            return;
        }
        Set<String> shared = moving(one);
        shared.retainAll(moving(other));
        boolean same = one.column().name().equals(other.column().name());
        findings.expect(
                shared.isEmpty() && !same,
                "dependent",
                "expected nothing to be over both %s and %s of %s, which both change, but %s is; drop that first"
                        .formatted(
                                one.column().name(),
                                other.column().name(),
                                one.table().name().shown(),
                                same ? "a second foreign key" : String.join(", ", shared)));
    }

    /** Names of indexes and checks of the table, and of indexes that its partitions have for themselves. */
    private static Set<String> moving(SecondColumn second) {
        Set<String> names = new HashSet<>();
        for (TableFacts table : PartitionFacts.whole(second.table(), second.facts())) {
            second.indexesOf(table).originals().forEach(index -> names.add(index.name()));
        }
        second.checks().forEach(check -> names.add(check.name()));
        return names;
    }

    private static List<StepDraft> steps(List<SecondColumn> all) {
        List<StepDraft> steps = new ArrayList<>();
        all.forEach(second -> steps.addAll(second.beside()));
        all.subList(1, all.size()).forEach(second -> steps.addAll(swap(second)));
        steps.addAll(swap(all.get(0)));
        return steps;
    }

    private static List<StepDraft> swap(SecondColumn second) {
        List<StepDraft> steps = new ArrayList<>();
        if (second.ofPartitionedKey()) {
            steps.add(second.partitionedIndexes().look(Phase.CONTRACT));
        }
        steps.add(new ColumnSwap(second).step());
        return steps;
    }

    private static Facts after(List<SecondColumn> all, Facts facts) {
        Facts after = facts;
        for (SecondColumn second : all) {
            TableFacts table = after.table(second.table().name()).orElse(second.table());
            String column = second.column().name();
            after = PartitionFacts.each(
                            table, after, one -> one.changingColumn(column, narrow -> narrow.withType(WIDE)))
                    .withHelper(HelperNames.sync(table.name(), column), "widen_key");
        }
        return after;
    }
}
