package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.List;

/**
 * The indexes that a column is in, made again for the column beside it, so that a new application's queries find their rows too.
 *
 * @param column the one that has them
 * @param to the one beside it
 */
record ColumnIndexes(TableFacts table, String column, String to, PlanTarget target) {

    private static final String USING = " USING ";

    /** Those that are to be made again. */
    List<IndexFacts> originals() {
        return table.indexes().values().stream()
                .filter(IndexFacts::valid)
                .filter(index -> table.dependentsOf(column).stream().anyMatch(dependent -> isBehind(dependent, index)))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    private static boolean isBehind(Dependent dependent, IndexFacts index) {
        return switch (dependent.kind()) {
            case INDEX -> dependent.name().equals(index.name());
            case OWN_UNIQUE, OWN_RULE ->
                !index.constraint().isEmpty() && dependent.name().equals(index.constraint());
            case OWN_CHECK, OWN_SEQUENCE, STATISTICS, REFERRER, GENERATED, OTHER -> false;
        };
    }

    void check(Facts facts, Findings findings) {
        List<IndexFacts> originals = originals();
        findings.expect(
                originals.isEmpty() || !facts.version().corruptsConcurrentIndexes(),
                "server-corrupts-indexes",
                "expected PostgreSQL 14.4 or later within 14, because earlier ones corrupt indexes built concurrently, found %s; update the server"
                        .formatted(facts.version().text()));
        findings.expect(
                originals.isEmpty() || table.canCreate(),
                "privilege-missing",
                "expected the agent's role to have CREATE on the schema %s, but it has not; grant it"
                        .formatted(table.name().schema()));
        for (IndexFacts index : originals) {
            String name = name(index);
            findings.expect(
                    !table.indexes().containsKey(name),
                    "helper-left-over",
                    "expected no index %s, but it is there from an earlier change of the same column; run: DROP INDEX CONCURRENTLY %s"
                            .formatted(name, table.name().sibling(name).sql()));
            findings.expect(
                    !index.definition().isEmpty(),
                    "index-fresh",
                    "expected the index %s to be there before this change, but an operation before this one adds it; make two changes of them"
                            .formatted(index.name()));
        }
    }

    List<StepDraft> build(Phase phase, String reason) {
        return originals().stream().map(index -> build(index, phase, reason)).toList();
    }

    /** The one that is like this. */
    StepDraft build(IndexFacts index, Phase phase, String reason) {
        String drop = "DROP INDEX%s IF EXISTS %s"
                .formatted(target.concurrently(), target.table(table.name().sibling(name(index))));
        return StepDraft.autonomous(
                table.name(),
                phase,
                "build an index on %s of %s like %s".formatted(to, table.name().shown(), index.name()),
                Locks.shareUpdateExclusive(table.name()),
                List.of("CREATE %sINDEX%s %s ON %s%s"
                        .formatted(
                                isUnique(index) ? "UNIQUE " : "",
                                target.concurrently(),
                                Quoting.identifier(name(index)),
                                target.table(table.name()),
                                ColumnText.renamed(method(index), column, to))),
                List.of(drop),
                Undos.autonomous(List.of(drop)),
                reason);
    }

    /** A constraint that waits for the end of a transaction must not be checked earlier by the index beside it. */
    static boolean isUnique(IndexFacts index) {
        boolean deferrable = !index.constraint().isEmpty() && !index.plain();
        return index.unique() && !deferrable;
    }

    static String method(IndexFacts index) {
        return index.definition().substring(index.definition().indexOf(USING));
    }

    String name(IndexFacts index) {
        return HelperNames.index(table.name(), index.name());
    }

    /** What makes the originals on an empty copy of the table, which has none. */
    Scenery scenery() {
        String copy = new PlanTarget(true, target.ledgerSchema()).table(table.name());
        return new Scenery(
                table.name(),
                originals().stream().map(index -> onCopy(index, copy)).toList());
    }

    private String onCopy(IndexFacts index, String copy) {
        ConstraintFacts constraint = table.constraints().get(index.constraint());
        return constraint != null
                ? "ALTER TABLE %s ADD CONSTRAINT %s %s"
                        .formatted(copy, Quoting.identifier(constraint.name()), constraint.definition())
                : "CREATE %sINDEX %s ON %s%s"
                        .formatted(
                                index.unique() ? "UNIQUE " : "", Quoting.identifier(index.name()), copy, method(index));
    }
}
