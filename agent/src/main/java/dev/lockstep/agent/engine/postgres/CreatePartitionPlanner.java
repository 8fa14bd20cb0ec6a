package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes a partition beside its table, with everything that the table has, and attaches it: {@code PARTITION OF} would keep readers of the whole out, attaching blocks
 * neither them nor writers.
 */
final class CreatePartitionPlanner {
    private final TableFacts whole;
    private final TableName partition;
    private final String values;
    private final PlanTarget target;

    private CreatePartitionPlanner(TableFacts whole, TableName partition, String values, PlanTarget target) {
        this.whole = whole;
        this.partition = partition;
        this.values = values;
        this.target = target;
    }

    static OperationPlan plan(CreatePartition operation, Facts facts, PlanTarget target) {
        Findings findings = new Findings();
        Optional<TableFacts> table = PartitionChecks.partitioned(facts, TableName.of(operation.getTable()), findings);
        if (table.isEmpty()) {
            return OperationPlan.refused(facts, findings.list());
        }
        TableName partition = PartitionChecks.named(table.get().name(), operation.getPartition());
        CreatePartitionPlanner planner =
                new CreatePartitionPlanner(table.get(), partition, operation.getValues(), target);
        planner.check(facts, findings);
        if (findings.anyRefusal()) {
            return OperationPlan.refused(facts, findings.list());
        }
        List<StepDraft> steps = new ArrayList<>();
        planner.defaultPartition().ifPresent(other -> steps.add(planner.look(other)));
        steps.add(planner.step(facts));
        OperationPlan plan = OperationPlan.of(planner.after(facts), steps).noting(findings.list());
        return planner.defaultPartition()
                .map(other -> plan.asking(new RowQuestion(rowsOf(other.sql()), "default-partition", message(other))))
                .orElse(plan);
    }

    private void check(Facts facts, Findings findings) {
        TableChecks.checkName("the partition", partition.name(), findings);
        findings.expect(
                !facts.isTaken(partition) && facts.table(partition).isEmpty(),
                "table-exists",
                "expected the name %s to be free, but another relation has it; choose another"
                        .formatted(partition.shown()));
        findings.expect(
                partition.schema().equals(whole.name().schema()),
                "partition-elsewhere",
                "expected the partition in the schema of %s, found %s; take the schema out"
                        .formatted(whole.name().shown(), partition.shown()));
        PartitionBounds.check(values, findings);
        PartitionChecks.checkComing(whole, facts, findings);
        if (!findings.anyRefusal()) {
            checkWayBack(facts, findings);
        }
        for (IndexFacts index : whole.indexes().values()) {
            findings.expect(
                    index.valid(),
                    "index-invalid",
                    "expected every index of %s to be valid, but %s is not; drop it, or have all partitions' indexes join it"
                            .formatted(whole.name().shown(), index.name()));
            PartitionChecks.checkKnown(whole, index, findings);
            findings.expect(
                    PartitionNames.of(index).free(partition, facts).isPresent(),
                    "index-exists",
                    "expected a free name for the index of %s that belongs to %s, found all taken; drop those that nobody needs"
                            .formatted(partition.shown(), index.name()));
        }
    }

    /** Whoever goes back lets the server look for rows that refer to the partition, in all tables that do, while nobody can use them. */
    private void checkWayBack(Facts facts, Findings findings) {
        for (ReferringKey key : ReferringKey.of(whole, facts)) {
            findings.expect(
                    PartitionFacts.isIndexed(key.table(), key.own().columns(), facts),
                    "foreign-key-unindexed",
                    "expected an index of %s that begins with (%s), because the way back looks there for rows that refer to %s, found none; use add_index in a change before this one"
                            .formatted(
                                    key.table().name().shown(),
                                    String.join(", ", key.own().columns()),
                                    partition.shown()));
        }
    }

    /** Attaching reads all of it, under a lock that keeps everybody out, for rows that belong to the new one. */
    private static String message(TableName other) {
        return "expected the default partition %s to be empty, because the server reads all of it under a lock before another one is attached, found rows; detach it, move its rows, and make a new one"
                .formatted(other.shown());
    }

    private static String rowsOf(String table) {
        return "SELECT 'a row of ' || tableoid::regclass FROM %s LIMIT 1".formatted(table);
    }

    /** Rows may have come since PREFLIGHT. */
    private StepDraft look(TableName other) {
        return StepDraft.check(
                whole.name(),
                Phase.EXPAND,
                "look for rows of %s".formatted(other.shown()),
                Check.newBuilder()
                        .setQuery(rowsOf(target.table(other)))
                        .setExpectation("the default partition %s is empty".formatted(other.shown()))
                        .build(),
                "the default partition is read under a lock when another one is attached, so it must hold nothing");
    }

    private Optional<TableName> defaultPartition() {
        return PartitionFacts.defaultPartition(whole);
    }

    private StepDraft step(Facts facts) {
        return StepDraft.transactional(
                        whole.name(),
                        Phase.EXPAND,
                        "make the partition %s of %s"
                                .formatted(partition.shown(), whole.name().shown()),
                        lock(facts),
                        sql(facts),
                        Undos.losing(
                                Undos.transactional(undo(facts)), "what writers have put into " + partition.shown()),
                        "a new partition is empty and made beside the table, so attaching it reads nothing")
                .foreseeing(foreseen(facts));
    }

    private String lock(Facts facts) {
        List<String> locks = PartitionFacts.locksOnReferenced(whole, whole, Locks::shareRowExclusive);
        locks.add(Locks.shareUpdateExclusive(whole.name()));
        defaultPartition().ifPresent(other -> locks.add(Locks.accessExclusive(other)));
        referring(facts).forEach(other -> locks.add(Locks.shareRowExclusive(other)));
        return locks.stream().distinct().collect(Collectors.joining(", "));
    }

    private List<TableName> referring(Facts facts) {
        return ReferringKey.tables(whole, ReferringKey.of(whole, facts)).stream()
                .map(TableFacts::name)
                .toList();
    }

    /** Servers lock tables that refer to the whole from 15 on only, and then in no order; it is the same on all. */
    private List<String> lockReferring(Facts facts) {
        List<TableName> referring = target.rehearsal() ? List.of() : referring(facts);
        List<String> sql = new ArrayList<>();
        if (!referring.isEmpty()) {
            sql.add("LOCK TABLE ONLY %s IN SHARE UPDATE EXCLUSIVE MODE".formatted(target.table(whole.name())));
        }
        referring.forEach(
                other -> sql.add("LOCK TABLE ONLY %s IN SHARE ROW EXCLUSIVE MODE".formatted(target.table(other))));
        return sql;
    }

    private List<String> sql(Facts facts) {
        String made = target.table(partition);
        List<String> sql = new ArrayList<>();
        if (!target.rehearsal()) {
            sql.addAll(PartitionFacts.lockReferenced(whole, whole, "SHARE ROW EXCLUSIVE", target));
        }
        sql.addAll(lockReferring(facts));
        sql.add(
                "CREATE TABLE %s (LIKE %s INCLUDING ALL EXCLUDING COMMENTS EXCLUDING IDENTITY EXCLUDING INDEXES EXCLUDING STATISTICS)"
                        .formatted(made, target.table(whole.name())));
        Facts now = facts;
        for (IndexFacts index : new TreeMap<>(whole.indexes()).values()) {
            String name = PartitionNames.of(index).free(partition, now).orElseThrow();
            now = now.withRelation(partition.sibling(name));
            sql.add(index.constraint().isEmpty() ? index(index, name, made) : constraint(index, name, made));
        }
        sql.add("ALTER TABLE %s ATTACH PARTITION %s %s"
                .formatted(target.table(whole.name()), made, PartitionBounds.clause(values)));
        String owner = whole.traits().partitioning().inherited().owner();
        if (!target.rehearsal() && !owner.isEmpty()) {
            sql.add("ALTER TABLE %s OWNER TO %s".formatted(made, Quoting.identifier(owner)));
        }
        return sql;
    }

    private static String index(IndexFacts index, String name, String made) {
        String definition = index.definition();
        return "CREATE %sINDEX %s ON %s%s"
                .formatted(
                        index.unique() ? "UNIQUE " : "",
                        Quoting.identifier(name),
                        made,
                        definition.substring(definition.indexOf(" USING ")));
    }

    private String constraint(IndexFacts index, String name, String made) {
        ConstraintFacts constraint = whole.constraints().get(index.constraint());
        if (constraint == null) {
            throw new IllegalStateException("expected a constraint " + index.constraint() + " behind its index");
        }
        return "ALTER TABLE %s ADD CONSTRAINT %s %s".formatted(made, Quoting.identifier(name), constraint.definition());
    }

    /** A dropped partition takes its table's lock, and those of the tables that its foreign keys refer to. One that is referred to has to be detached before. */
    private String[] undo(Facts facts) {
        List<String> sql = new ArrayList<>();
        if (!target.rehearsal()) {
            sql.addAll(PartitionFacts.lockReferenced(whole, whole, "ACCESS EXCLUSIVE", target));
        }
        sql.add("LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE".formatted(target.table(whole.name())));
        if (!target.rehearsal() && !referring(facts).isEmpty()) {
            referring(facts)
                    .forEach(other ->
                            sql.add("LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE".formatted(target.table(other))));
            sql.add("ALTER TABLE %s DETACH PARTITION %s"
                    .formatted(target.table(whole.name()), target.table(partition)));
        }
        sql.add("DROP TABLE " + target.table(partition));
        return sql.toArray(String[]::new);
    }

    /** Copies have no foreign keys and no triggers; the server gives those of the whole to the partition. */
    private List<Foreseen> foreseen(Facts facts) {
        List<Foreseen> changes = new ArrayList<>();
        for (ConstraintFacts constraint : new TreeMap<>(whole.constraints()).values()) {
            if (constraint.kind() == ConstraintFacts.Kind.FOREIGN_KEY) {
                changes.add(Foreseen.like(
                        partition.constraintPath(constraint.name()),
                        whole.name().constraintPath(constraint.name())));
            }
        }
        for (String trigger : new TreeSet<>(PartitionFacts.shownTriggers(whole, facts))) {
            changes.add(Foreseen.like(
                    partition.path() + "/trigger:" + trigger, whole.name().path() + "/trigger:" + trigger));
        }
        return changes;
    }

    private Facts after(Facts facts) {
        Partition made = new Partition(partition, whole.name(), "", PartitionBounds.clause(values), false);
        Facts after = facts.with(whole.with(
                        whole.traits().with(whole.traits().partitioning().withPartition(made))))
                .withRelation(partition);
        for (IndexFacts index : new TreeMap<>(whole.indexes()).values()) {
            after = after.withRelation(partition.sibling(
                    PartitionNames.of(index).free(partition, after).orElseThrow()));
        }
        return after;
    }
}
