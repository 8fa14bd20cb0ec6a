package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Indexes and keys of a whole that a table must have when it becomes a partition, or the server would build them under its lock. */
final class AttachedIndexes {
    private static final String REASON = "an index that the table lacks would be built under the lock";

    private final TableFacts whole;
    private final TableFacts coming;
    private final PlanTarget target;
    private final Findings findings;
    private final List<StepDraft> builds = new ArrayList<>();
    private final List<StepDraft> keys = new ArrayList<>();
    private final List<RowQuestion> questions = new ArrayList<>();
    /** Which index of the table will belong to which of the whole. */
    private final Map<String, String> parts = new TreeMap<>();

    private TableFacts grown;
    private Facts names;

    private AttachedIndexes(TableFacts whole, TableFacts coming, Facts facts, PlanTarget target, Findings findings) {
        this.whole = whole;
        this.coming = coming;
        this.target = target;
        this.findings = findings;
        this.grown = coming;
        this.names = facts;
    }

    static AttachedIndexes of(TableFacts whole, TableFacts coming, Facts facts, PlanTarget target, Findings findings) {
        AttachedIndexes indexes = new AttachedIndexes(whole, coming, facts, target, findings);
        coming.indexes().values().stream()
                .filter(index -> !index.valid())
                .forEach(index -> AddIndexPlanner.refuseLeftover(coming, index.name(), findings));
        whole.indexes().values().stream()
                .sorted(Comparator.comparing(
                                (IndexFacts index) -> index.constraint().isEmpty())
                        .thenComparing(IndexFacts::name))
                .forEach(indexes::want);
        return indexes;
    }

    /** All indexes before the first key: one that cannot be built leaves least behind. */
    List<StepDraft> steps() {
        List<StepDraft> steps = new ArrayList<>(builds);
        steps.addAll(keys);
        return steps;
    }

    List<RowQuestion> questions() {
        return questions;
    }

    /** The table with all of them. */
    TableFacts added(TableFacts table) {
        TableFacts after = table;
        for (IndexFacts index : grown.indexes().values()) {
            after = after.withIndex(index);
        }
        for (ConstraintFacts constraint : grown.constraints().values()) {
            after = after.withConstraint(constraint);
        }
        return after;
    }

    /** The whole's, with those of the table. */
    Partitioning joined(Partitioning tree) {
        Partitioning after = tree;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            List<Partitioning.IndexPart> all = new ArrayList<>(after.partsOf(part.getKey()));
            all.add(new Partitioning.IndexPart(coming.name(), part.getValue()));
            after = after.withIndex(part.getKey(), all);
            String constraint = Optional.ofNullable(whole.indexes().get(part.getKey()))
                    .map(IndexFacts::constraint)
                    .orElse("");
            if (!constraint.isEmpty()) {
                after = after.withConstraintPart(
                        constraint, new Partitioning.ConstraintPart(coming.name(), part.getValue(), List.of()));
            }
        }
        return after;
    }

    /** With the names that are taken then. */
    Facts named(Facts facts) {
        Facts after = facts;
        for (String part : parts.values()) {
            after = after.withRelation(coming.name().sibling(part));
        }
        return after;
    }

    private void want(IndexFacts index) {
        findings.expect(
                index.valid(),
                "index-invalid",
                "expected every index of %s to be valid, but %s is not; drop it, or have all partitions' indexes join it"
                        .formatted(whole.name().shown(), index.name()));
        if (!PartitionChecks.checkKnown(whole, index, findings)) {
            return;
        }
        Optional<String> own = coming.indexes().values().stream()
                .filter(candidate -> !parts.containsValue(candidate.name()))
                .filter(candidate -> fits(candidate, index))
                .map(IndexFacts::name)
                .sorted()
                .findFirst();
        Optional<String> name = own.or(() -> PartitionNames.of(index).free(coming.name(), names));
        if (name.isEmpty()) {
            findings.refuse(
                    "index-exists",
                    "expected a free name for the index of %s that belongs to %s, found all taken; drop those that nobody needs"
                            .formatted(coming.name().shown(), index.name()));
            return;
        }
        parts.put(index.name(), name.get());
        if (own.isEmpty()) {
            make(index, name.get());
            names = names.withRelation(coming.name().sibling(name.get()));
        }
    }

    /** As the server sees it: the same columns, expressions and rows. The order within a column and options of storage do not count. */
    private boolean fits(IndexFacts own, IndexFacts wanted) {
        return own.valid()
                && own.unique() == wanted.unique()
                && own.plain() == wanted.plain()
                && (wanted.constraint().isEmpty() || kind(coming, own).equals(kind(whole, wanted)))
                && shape(own).equals(shape(wanted));
    }

    private static Optional<ConstraintFacts.Kind> kind(TableFacts table, IndexFacts index) {
        return Optional.ofNullable(table.constraints().get(index.constraint())).map(ConstraintFacts::kind);
    }

    private static String shape(IndexFacts index) {
        return tail(index)
                .replaceFirst(" WITH \\([^()]*\\)", "")
                .replaceAll(" (?:ASC|DESC)\\b| NULLS (?:FIRST|LAST)\\b", "");
    }

    private static String tail(IndexFacts index) {
        return index.definition().substring(Math.max(0, index.definition().indexOf(" USING ")));
    }

    private void make(IndexFacts index, String name) {
        AddIndexPlanner.checkBuild(coming, name, names, findings);
        if (index.constraint().isEmpty()) {
            builds.add(build(index, name));
            grown = grown.withIndex(index.named(name));
            return;
        }
        ConstraintFacts constraint = whole.constraints().get(index.constraint());
        String kind = index.primary() ? "PRIMARY KEY" : "UNIQUE";
        boolean plain = constraint != null
                && constraint.definition().startsWith(kind + " (")
                && constraint.definition().endsWith(")")
                && constraint.definition().indexOf(')')
                        == constraint.definition().length() - 1;
        findings.expect(
                plain,
                "constraint-missing",
                "expected %s to have a constraint like %s of %s, which cannot be made of an index of its columns alone (%s), but it has none; make it with a raw step first"
                        .formatted(
                                coming.name().shown(),
                                index.constraint(),
                                whole.name().shown(),
                                constraint == null ? "" : constraint.definition()));
        findings.expect(
                !index.primary() || coming.indexes().values().stream().noneMatch(IndexFacts::primary),
                "primary-key-exists",
                "expected %s to have the primary key (%s) of %s, or none, but it has another one; replace_primary_key first"
                        .formatted(
                                coming.name().shown(),
                                String.join(", ", index.columns()),
                                whole.name().shown()));
        UniqueSteps unique = new UniqueSteps(coming, name, kind, index.columns(), Phase.EXPAND, target);
        builds.add(unique.build(REASON));
        keys.add(unique.attachForWhole());
        questions.add(unique.duplicates());
        grown = new UniqueSteps(grown, name, kind, index.columns(), Phase.EXPAND, target)
                .added(index.primary() ? ConstraintFacts.Kind.PRIMARY_KEY : ConstraintFacts.Kind.UNIQUE);
    }

    private StepDraft build(IndexFacts index, String name) {
        String drop = "DROP INDEX%s IF EXISTS %s"
                .formatted(target.concurrently(), target.table(coming.name().sibling(name)));
        String build = "CREATE %sINDEX%s %s ON %s%s"
                .formatted(
                        index.unique() ? "UNIQUE " : "",
                        target.concurrently(),
                        Quoting.identifier(name),
                        target.table(coming.name()),
                        tail(index));
        return StepDraft.autonomous(
                coming.name(),
                Phase.EXPAND,
                "build index %s on %s, like %s of %s"
                        .formatted(
                                name,
                                coming.name().shown(),
                                index.name(),
                                whole.name().shown()),
                Locks.shareUpdateExclusive(coming.name()),
                List.of(build),
                List.of(drop),
                Undos.autonomous(List.of(drop)),
                REASON);
    }
}
