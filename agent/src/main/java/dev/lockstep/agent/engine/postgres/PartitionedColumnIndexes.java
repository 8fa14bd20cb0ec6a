package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The indexes that a column of a partitioned table is in, made again for the column beside it: on each partition where it blocks nobody, those that partitions have for themselves
 * too; then those of the whole are made of them.
 *
 * @param column the one that has them
 * @param to the one beside it
 */
record PartitionedColumnIndexes(TableFacts whole, String column, String to, Facts facts, PlanTarget target) {

    private static final Pattern SETTINGS = Pattern.compile(" WITH \\((?:(?:, )?\\w+=(?:'[^']*'|\\w+))+\\)$");

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
        List<StepDraft> steps = ofPartitions(phase, reason);
        of(whole).originals().forEach(index -> steps.addAll(join(index, phase)));
        return steps;
    }

    /** What stands behind constraints stays each partition's own, because an index that others have joined cannot become one of the whole's constraints. */
    List<StepDraft> buildForKeys(Phase phase, String reason) {
        List<StepDraft> steps = ofPartitions(phase, reason);
        originalsOfWhole(false).forEach(index -> steps.addAll(join(index, phase)));
        if (!originalsOfWhole(true).isEmpty()) {
            steps.add(look(phase));
        }
        return steps;
    }

    private List<StepDraft> join(IndexFacts index, Phase phase) {
        JoinedIndexes joined = new JoinedIndexes(whole, of(whole).name(index), names(index), phase, target);
        return joined.inOrder(table -> make(table, index, joined, phase));
    }

    private List<StepDraft> ofPartitions(Phase phase, String reason) {
        List<StepDraft> steps = new ArrayList<>();
        for (TableFacts table : PartitionFacts.of(whole, facts)) {
            if (!table.isPartitioned()) {
                steps.addAll(of(table).build(phase, reason));
            }
        }
        return steps;
    }

    /** Stops while there is a large partition whose keys would be built under the lock in which the column takes its place. */
    StepDraft look(Phase phase) {
        return NewPartitions.lookForLarge(
                whole,
                phase,
                "which have all that moves over to " + to,
                "the server would build keys of the others while nobody can use the table",
                target);
    }

    /**
     * The statements by which the indexes of the other column get the names of the originals, which are gone. What stands behind a constraint becomes that of its partition by
     * {@code USING INDEX}; the constraints of what is partitioned find those and take them over, the lowest tables first.
     */
    List<String> takeOver() {
        List<String> sql = new ArrayList<>();
        List<TableFacts> tables = PartitionFacts.whole(whole, facts);
        for (TableFacts table : tables) {
            of(table).originals().stream()
                    .filter(index -> index.constraint().isEmpty())
                    .forEach(index -> sql.add("ALTER INDEX %s RENAME TO %s"
                            .formatted(
                                    target.table(table.name().sibling(of(table).name(index))),
                                    Quoting.identifier(index.name()))));
        }
        for (int place = tables.size() - 1; place >= 0; place--) {
            TableFacts table = tables.get(place);
            of(table).originals().stream()
                    .filter(index -> !index.constraint().isEmpty())
                    .forEach(index -> sql.add(constraint(table, index)));
        }
        return sql;
    }

    private String constraint(TableFacts table, IndexFacts index) {
        ConstraintFacts constraint = table.constraints().get(index.constraint());
        String definition = table.isPartitioned() && constraint != null
                ? constraint.definition() + settings(index)
                : "%s USING INDEX %s"
                        .formatted(
                                index.primary() ? "PRIMARY KEY" : "UNIQUE",
                                Quoting.identifier(of(table).name(index)));
        return "ALTER TABLE %s ADD CONSTRAINT %s %s"
                .formatted(target.table(table.name()), Quoting.identifier(index.constraint()), definition);
    }

    /** What new partitions' indexes get, such as a fill factor: the definition of the constraint leaves it out. */
    private static String settings(IndexFacts index) {
        Matcher settings = SETTINGS.matcher(index.definition());
        return settings.find() ? settings.group() : "";
    }

    private List<IndexFacts> originalsOfWhole(boolean behindConstraints) {
        return of(whole).originals().stream()
                .filter(index -> index.constraint().isEmpty() != behindConstraints)
                .toList();
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
