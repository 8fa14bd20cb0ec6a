package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The indexes that a column of a partitioned table is in, made again for the column beside it: on each partition where it blocks nobody, those that partitions have for themselves
 * too; then those of the whole are made of them.
 *
 * @param column the one that has them
 * @param to the one beside it
 */
record PartitionedColumnIndexes(TableFacts whole, String column, String to, Facts facts, PlanTarget target) {

    void check(Findings findings) {
        for (TableFacts table : PartitionFacts.whole(whole, facts)) {
            of(table).check(facts, findings);
            for (IndexFacts index : table.indexes().values()) {
                findings.expect(
                        index.valid(),
                        "index-invalid",
                        "expected every index of %s to be valid, but %s is not; drop it, or have all partitions' indexes join it"
                                .formatted(table.name().shown(), index.name()));
            }
        }
    }

    List<StepDraft> build(Phase phase, String reason) {
        List<StepDraft> steps = new ArrayList<>();
        for (TableFacts table : PartitionFacts.of(whole, facts)) {
            if (!table.isPartitioned()) {
                steps.addAll(of(table).build(phase, reason));
            }
        }
        for (IndexFacts index : of(whole).originals()) {
            JoinedIndexes joined = new JoinedIndexes(whole, of(whole).name(index), names(index), phase, target);
            steps.addAll(joined.inOrder(table -> make(table, index, joined, phase)));
        }
        return steps;
    }

    private ColumnIndexes of(TableFacts table) {
        return new ColumnIndexes(table, column, to, target);
    }

    /** Of the indexes that are made again for those that belong to one of the whole. */
    private Map<TableName, String> names(IndexFacts index) {
        Map<TableName, String> names = new HashMap<>();
        for (Partitioning.IndexPart part : whole.traits().partitioning().partsOf(index.name())) {
            names.put(part.table(), HelperNames.index(part.table(), part.name()));
        }
        return names;
    }

    private StepDraft make(TableName table, IndexFacts index, JoinedIndexes joined, Phase phase) {
        String name = joined.name(table);
        List<String> parts = joined.below(table).stream()
                .map(part -> part.table().indexPath(joined.name(part.table())))
                .toList();
        return StepDraft.transactional(
                table,
                phase,
                "make index %s of %s, for those of its partitions to join".formatted(name, table.shown()),
                Locks.share(table),
                List.of("CREATE %sINDEX %s ON ONLY %s%s"
                        .formatted(
                                ColumnIndexes.isUnique(index) ? "UNIQUE " : "",
                                Quoting.identifier(name),
                                target.table(table),
                                ColumnText.renamed(ColumnIndexes.method(index), column, to))),
                Undos.takingAlong(Undos.transactional("DROP INDEX IF EXISTS " + joined.index(table)), parts),
                "the index of a partitioned table is made of those of its partitions, so nothing is scanned");
    }

    /** What makes the originals on the empty copies, which have none: each under its own name, and joined as they are. */
    Scenery scenery() {
        List<String> sql = new ArrayList<>();
        PlanTarget stage = new PlanTarget(true, target.ledgerSchema());
        for (TableFacts table : PartitionFacts.whole(whole, facts)) {
            for (IndexFacts index : of(table).originals()) {
                sql.add(onCopy(table, index, stage));
            }
        }
        for (IndexFacts index : of(whole).originals()) {
            for (Partition partition : whole.traits().partitioning().partitions()) {
                Optional<String> part = part(index, partition.table());
                part.ifPresent(name -> sql.add("ALTER INDEX %s ATTACH PARTITION %s"
                        .formatted(
                                stage.table(partition
                                        .parent()
                                        .sibling(part(index, partition.parent()).orElse(index.name()))),
                                stage.table(partition.table().sibling(name)))));
            }
        }
        return new Scenery(whole.name(), sql);
    }

    private Optional<String> part(IndexFacts index, TableName table) {
        return whole.traits().partitioning().partsOf(index.name()).stream()
                .filter(part -> part.table().equals(table))
                .map(Partitioning.IndexPart::name)
                .findFirst();
    }

    private static String onCopy(TableFacts table, IndexFacts index, PlanTarget stage) {
        String only = table.isPartitioned() ? "ONLY " : "";
        String copy = stage.table(table.name());
        ConstraintFacts constraint = table.constraints().get(index.constraint());
        return constraint != null
                ? "ALTER TABLE %s%s ADD CONSTRAINT %s %s"
                        .formatted(only, copy, Quoting.identifier(constraint.name()), constraint.definition())
                : "CREATE %sINDEX %s ON %s%s%s"
                        .formatted(
                                index.unique() ? "UNIQUE " : "",
                                Quoting.identifier(index.name()),
                                only,
                                copy,
                                ColumnIndexes.method(index));
    }
}
