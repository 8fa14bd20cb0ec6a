package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A primary key that takes the place of another one.
 *
 * @param old the one that goes
 * @param name of the one that comes; it may be that of the old one
 * @param phase where its rules may stand (rule G6); the keys change places in CONTRACT all the same
 */
record KeyReplacement(
        TableFacts table,
        ConstraintFacts old,
        String name,
        List<String> columns,
        Phase phase,
        Facts facts,
        PlanTarget target) {

    KeyReplacement {
        columns = List.copyOf(columns);
    }

    boolean keepsName() {
        return name.equals(old.name());
    }

    /** The index has a name of its own while the old key has the one that it is to get. */
    private String built() {
        return keepsName() ? HelperNames.index(table.name(), old.name()) : name;
    }

    UniqueSteps unique() {
        return new UniqueSteps(table, built(), "PRIMARY KEY", columns, phase, target);
    }

    /** Those of the new key that allow NULL so far. */
    List<ColumnFacts> nullable() {
        return columns.stream()
                .map(column -> Optional.ofNullable(table.columns().get(column)))
                .flatMap(Optional::stream)
                .filter(column -> !column.notNull())
                .toList();
    }

    /** What needs the old key and is no foreign key. */
    List<String> usersOfOld() {
        return Optional.ofNullable(table.indexes().get(old.name())).map(IndexFacts::users).orElse(List.of()).stream()
                .filter(user -> !user.startsWith(IndexFacts.FOREIGN_KEY))
                .toList();
    }

    /** The foreign keys that find their rows by the old key, each once, in the order in which their tables are locked. */
    List<Referrer> referrers() {
        return table.traits().referrers().stream()
                .filter(referrer -> referrer.index().equals(old.name()))
                .filter(this::isStillThere)
                .sorted(Comparator.comparing(
                                (Referrer referrer) -> referrer.table().shown())
                        .thenComparing(Referrer::constraint))
                .toList();
    }

    /** An operation before may have dropped it, or its table. */
    private boolean isStillThere(Referrer referrer) {
        return facts.table(referrer.table())
                .filter(found -> found.constraints().containsKey(referrer.constraint()))
                .isPresent();
    }

    /** Foreign keys that get their names by operations before, so that nobody knows yet which index they will be bound to. */
    List<String> freshReferrers() {
        return ReferringKey.unknown(table, facts);
    }

    /** Whether foreign keys find another index when the old key is gone. */
    boolean oldStaysUnique() {
        Set<String> wanted = Set.copyOf(old.columns());
        return table.indexes().values().stream()
                .filter(index -> !index.constraint().equals(old.name()))
                .anyMatch(index -> index.unique()
                        && index.valid()
                        && index.plain()
                        && index.columns().size() == wanted.size()
                        && wanted.containsAll(index.columns()));
    }

    private ReferrerMoves moves() {
        return new ReferrerMoves(table.name(), referrers(), target);
    }

    List<StepDraft> inOrder(String reason) {
        List<StepDraft> steps = new ArrayList<>();
        nullable().forEach(column -> steps.addAll(notNull(column).prove(phase)));
        steps.add(unique().build(reason));
        steps.add(swap());
        steps.addAll(moves().prove());
        return steps;
    }

    private NotNullSteps notNull(ColumnFacts column) {
        return new NotNullSteps(table, column.name(), facts.version(), target);
    }

    private StepDraft swap() {
        String alter = "ALTER TABLE %s ".formatted(target.table(table.name()));
        List<String> sql = new ArrayList<>(moves().takeAway());
        sql.add(alter + "DROP CONSTRAINT " + Quoting.identifier(old.name()));
        sql.add(alter
                + "ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s"
                        .formatted(Quoting.identifier(name), Quoting.identifier(built())));
        sql.addAll(moves().putBack());
        nullable().forEach(column -> notNull(column).dropProof().ifPresent(sql::add));
        return StepDraft.transactional(
                        table.name(),
                        Phase.CONTRACT,
                        "let (%s) of %s take over the primary key from (%s)"
                                .formatted(
                                        String.join(", ", columns),
                                        table.name().shown(),
                                        String.join(", ", old.columns())),
                        moves().lock(),
                        sql,
                        Undos.irreversible("CONTRACT only goes forward; the key was " + old.definition()),
                        "the old key goes when nobody finds rows by it; the new one needs no scan, because all that it asks is proved")
                .foreseeing(moves().unproved())
                .before(stage());
    }

    /** Copies have no indexes, and so no key. */
    private Scenery stage() {
        String copy = new PlanTarget(true, target.ledgerSchema()).table(table.name());
        return new Scenery(
                table.name(),
                List.of("ALTER TABLE %s ADD CONSTRAINT %s %s"
                        .formatted(copy, Quoting.identifier(old.name()), old.definition())));
    }

    /** What rows must be like. */
    List<RowQuestion> questions() {
        List<RowQuestion> questions = new ArrayList<>();
        questions.add(unique().duplicates());
        if (!table.publications().isEmpty() && table.traits().replicaIdentity().equals("DEFAULT")) {
            questions.add(narrowPublications());
        }
        for (ColumnFacts column : nullable()) {
            questions.add(new RowQuestion(
                    NotNullSteps.sampleOfNulls(table, column.name(), "", target),
                    "nulls-remain",
                    "expected no row of %s with %s NULL, because a primary key takes none, found some; fill them in a change before this one"
                            .formatted(table.name().shown(), column.name())));
        }
        return questions;
    }

    /** Where a publication leaves out what tells rows apart, the server refuses updates and deletions of the table. */
    private RowQuestion narrowPublications() {
        String query = """
                SELECT p.pubname FROM pg_publication_tables p WHERE p.schemaname = %s AND p.tablename = %s
                AND (to_jsonb(p) ->> 'rowfilter' IS NOT NULL OR NOT to_jsonb(p) -> 'attnames' @> to_jsonb(%s)) ORDER BY 1""".formatted(
                        Quoting.literal(table.name().schema()),
                        Quoting.literal(table.name().name()),
                        Quoting.textArray(columns));
        return new RowQuestion(
                query,
                "published-in-part",
                "expected no publication with a row filter, or without the new key (%s) of %s, because the server would refuse to update rows, found some; change them first"
                        .formatted(String.join(", ", columns), table.name().shown()));
    }

    /** The node afterwards. */
    Facts after() {
        TableFacts now = table.withoutConstraint(old.name());
        for (ColumnFacts column : nullable()) {
            now = now.withColumn(column.withNotNull(true));
        }
        IndexFacts index = new IndexFacts(name, true, true, true, true, name, columns, List.of(), "");
        ConstraintFacts key = new ConstraintFacts(name, ConstraintFacts.Kind.PRIMARY_KEY, columns, List.of(), "");
        return facts.with(now.withIndex(index).withConstraint(key))
                .withRelation(table.name().sibling(name));
    }
}
