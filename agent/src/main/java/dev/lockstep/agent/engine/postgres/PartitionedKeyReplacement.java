package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A primary key of a partitioned table that takes the place of another one. Each partition gets the index of its new key first, where it blocks nobody. In CONTRACT the keys
 * change places in one transaction: of each index the server makes the key of its partition, and of those the key of the whole, without a scan.
 */
final class PartitionedKeyReplacement {
    private final KeyReplacement replacement;
    private final TableFacts whole;
    private final Partitioning tree;
    private final Map<TableName, String> oldNames;
    private final PlanTarget target;

    PartitionedKeyReplacement(KeyReplacement replacement) {
        this.replacement = replacement;
        this.whole = replacement.table();
        this.tree = whole.traits().partitioning();
        this.oldNames = tree.partsOf(replacement.old().name()).stream()
                .collect(Collectors.toMap(Partitioning.IndexPart::table, Partitioning.IndexPart::name));
        this.target = replacement.target();
    }

    /** What must hold of the partitions, and of the whole because it has some. */
    void check(Findings findings) {
        for (Referrer referrer : replacement.referrers()) {
            findings.refuse(
                    "referenced",
                    "expected no foreign key to find rows of %s by the key that goes, because the server binds it to each partition by itself, but %s of %s does; drop it before, and add it again afterwards"
                            .formatted(
                                    whole.name().shown(),
                                    referrer.constraint(),
                                    referrer.table().shown()));
        }
        for (ColumnFacts column : replacement.nullable()) {
            findings.refuse(
                    "primary-key-nullable",
                    "expected %s.%s to be NOT NULL, because a primary key takes no NULL, but it allows NULL; put a set_not_null in a change before this one"
                            .formatted(whole.name().shown(), column.name()));
        }
        if (findings.anyRefusal()) {
            return; // what the whole has, its partitions mostly have too
        }
        for (Partition partition : tree.partitions()) {
            replacement.facts().table(partition.table()).ifPresent(found -> check(found, partition, findings));
        }
    }

    private void check(TableFacts table, Partition partition, Findings findings) {
        IndexFacts index = table.indexes().get(keyOf(table.name()));
        for (String user : index == null ? List.<String>of() : index.users()) {
            findings.refuse(
                    "dependent",
                    "expected nothing to need the primary key %s of %s, but %s does; change or drop that first"
                            .formatted(keyOf(table.name()), table.name().shown(), user));
        }
        if (partition.isLeaf()) {
            AddIndexPlanner.checkBuild(table, builtOn(table.name()), replacement.facts(), findings);
        }
    }

    List<StepDraft> inOrder(String reason) {
        List<StepDraft> steps = new ArrayList<>();
        for (Partition leaf : tree.leaves()) {
            replacement
                    .facts()
                    .table(leaf.table())
                    .ifPresent(found -> steps.add(replacement
                            .unique()
                            .of(found, builtOn(leaf.table()))
                            .build(reason)));
        }
        steps.add(NewPartitions.lookForLarge(
                whole,
                Phase.CONTRACT,
                "whose indexes are built",
                "the server would build the others while nobody can use the table",
                target));
        steps.add(swap());
        return steps;
    }

    private StepDraft swap() {
        List<String> sql = new ArrayList<>();
        sql.add(alter(whole.name(), target)
                + "DROP CONSTRAINT "
                + Quoting.identifier(replacement.old().name()));
        for (Partition leaf : tree.leaves()) {
            sql.add(alter(leaf.table(), target)
                    + "ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s"
                            .formatted(
                                    Quoting.identifier(keyOf(leaf.table())),
                                    Quoting.identifier(builtOn(leaf.table()))));
        }
        String key = "PRIMARY KEY (%s)".formatted(Quoting.identifiers(replacement.columns()));
        sql.addAll(upwards(target, replacement.name(), key));
        return StepDraft.transactional(
                        whole.name(),
                        Phase.CONTRACT,
                        "let (%s) of %s take over the primary key from (%s)"
                                .formatted(
                                        String.join(", ", replacement.columns()),
                                        whole.name().shown(),
                                        String.join(", ", replacement.old().columns())),
                        Locks.withPartitions(whole, Locks::accessExclusive),
                        sql,
                        Undos.irreversible("CONTRACT only goes forward; the key was "
                                + replacement.old().definition()),
                        "the old key goes when nobody finds rows by it; the new one needs no scan, because all that it asks is proved")
                .before(stage());
    }

    /** The key of each table that is partitioned, the lowest first, so that the server finds those of the partitions below under their names. */
    private List<String> upwards(PlanTarget where, String name, String key) {
        List<String> sql = new ArrayList<>();
        List<Partition> partitions = tree.partitions();
        for (int place = partitions.size() - 1; place >= 0; place--) {
            Partition partition = partitions.get(place);
            if (!partition.isLeaf()) {
                sql.add(add(partition.table(), keyOf(partition.table()), key, where));
            }
        }
        sql.add(add(whole.name(), name, key, where));
        return sql;
    }

    /** Copies have no indexes, and so no keys. */
    private Scenery stage() {
        PlanTarget copies = new PlanTarget(true, target.ledgerSchema());
        String key = replacement.old().definition();
        List<String> sql = new ArrayList<>();
        tree.leaves().forEach(leaf -> sql.add(add(leaf.table(), keyOf(leaf.table()), key, copies)));
        sql.addAll(upwards(copies, replacement.old().name(), key));
        return new Scenery(whole.name(), sql);
    }

    private static String add(TableName table, String name, String key, PlanTarget where) {
        return alter(table, where) + "ADD CONSTRAINT %s %s".formatted(Quoting.identifier(name), key);
    }

    private static String alter(TableName table, PlanTarget where) {
        return "ALTER TABLE %s ".formatted(where.table(table));
    }

    /** A partition's new key has the name of its old one. */
    private String keyOf(TableName partition) {
        return oldNames.getOrDefault(partition, "");
    }

    private String builtOn(TableName leaf) {
        return HelperNames.index(leaf, keyOf(leaf));
    }

    /** The node afterwards. */
    Facts after() {
        Facts after = replacement.facts();
        for (TableFacts one : PartitionFacts.of(whole, after)) {
            after = after.with(keyed(one, keyOf(one.name()), keyOf(one.name())));
        }
        Partitioning renamed = tree.renamed(replacement.old().name(), replacement.name());
        TableFacts now = keyed(whole, replacement.old().name(), replacement.name());
        return after.with(now.with(now.traits().with(renamed)))
                .withRelation(whole.name().sibling(replacement.name()));
    }

    private TableFacts keyed(TableFacts table, String from, String to) {
        return new UniqueSteps(
                        table.withoutConstraint(from),
                        to,
                        "PRIMARY KEY",
                        replacement.columns(),
                        replacement.phase(),
                        target)
                .added(ConstraintFacts.Kind.PRIMARY_KEY);
    }
}
