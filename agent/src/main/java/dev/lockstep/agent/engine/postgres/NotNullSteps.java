package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps that forbid NULL in a column without a scan under a lock that blocks: 12 to 17 prove it by a check constraint that is validated by itself, 18 adds
 * NOT NULL unproved and validates that. On a partitioned table all of them go by the check, which each partition can prove by itself.
 */
final class NotNullSteps {

    private static final int SAMPLES = 5;

    private final TableFacts facts;
    private final TableName table;
    private final String column;
    private final boolean addsUnproved;
    private final PlanTarget target;

    NotNullSteps(TableFacts facts, String column, PostgresVersion version, PlanTarget target) {
        this.facts = facts;
        this.table = facts.name();
        this.column = column;
        this.addsUnproved = version.addsNotNullUnproved() && !facts.isPartitioned();
        this.target = target;
    }

    /** In order; the writers must comply already. */
    List<StepDraft> prove(Phase phase) {
        List<StepDraft> steps = new ArrayList<>();
        steps.add(look(phase));
        steps.add(add(phase));
        if (facts.isPartitioned()) {
            steps.addAll(PartitionProofs.of(
                    facts, name(), of -> "that " + column + " of " + of + " has no NULL", phase, target));
        } else {
            steps.add(validate(phase));
        }
        if (!addsUnproved) {
            steps.add(set(phase));
        }
        return steps;
    }

    /** What to drop once the column is NOT NULL: the check that proved it. */
    Optional<String> dropProof() {
        return addsUnproved
                ? Optional.empty()
                : Optional.of("ALTER TABLE %s DROP CONSTRAINT %s".formatted(target.table(table), constraint()));
    }

    /** Puts NOT NULL back on a column, without a scan under a lock that blocks; may be run again after any part of it. */
    List<String> restore() {
        List<String> sql = new ArrayList<>();
        sql.add("SET lock_timeout = '100ms'");
        sql.add("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s, ADD CONSTRAINT %s %s NOT VALID"
                .formatted(target.table(table), constraint(), constraint(), rule()));
        sql.add("SET lock_timeout = 0");
        sql.add(validateSql());
        if (!addsUnproved) {
            sql.add("SET lock_timeout = '100ms'");
            sql.add(setSql());
            sql.add("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s".formatted(target.table(table), constraint()));
            sql.add("SET lock_timeout = 0");
        }
        return sql;
    }

    /** A query for the keys of rows with NULL, as texts. */
    static String sampleOfNulls(TableFacts facts, String column, String and, PlanTarget target) {
        String key = facts.key()
                .map(columns -> "concat_ws(', ', " + Quoting.identifiers(columns) + ")")
                .orElse("ctid::text");
        return "SELECT %s FROM %s WHERE %s %s%s LIMIT %d"
                .formatted(
                        key,
                        target.table(facts.name()),
                        Quoting.identifier(column),
                        isComposite(facts, column) ? "IS NOT DISTINCT FROM NULL" : "IS NULL",
                        and,
                        SAMPLES);
    }

    /** A value of a composite type is NOT NULL for the column when it is there, and {@code IS NOT NULL} only when each of its parts is. */
    private static boolean isComposite(TableFacts facts, String column) {
        ColumnFacts found = facts.columns().get(column);
        return found != null && found.traits().composite();
    }

    private StepDraft look(Phase phase) {
        String expectation = "no row of %s has %s NULL".formatted(table.shown(), column);
        return StepDraft.check(
                table,
                phase,
                "look for rows of %s with %s NULL".formatted(table.shown(), column),
                Check.newBuilder()
                        .setQuery(sampleOfNulls(facts, column, "", target))
                        .setExpectation(expectation)
                        .build(),
                "rows are looked at before a rule is added, so that a failure names them");
    }

    private StepDraft add(Phase phase) {
        return StepDraft.transactional(
                table,
                phase,
                "forbid new NULLs in %s of %s".formatted(column, table.shown()),
                Locks.withPartitions(facts, Locks::accessExclusive),
                List.of("ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID"
                        .formatted(target.table(table), constraint(), rule())),
                Undos.transactional("ALTER TABLE %s DROP CONSTRAINT %s".formatted(target.table(table), constraint())),
                "a rule is added unproved, which needs no scan");
    }

    private StepDraft validate(Phase phase) {
        String again = "ALTER TABLE %s DROP CONSTRAINT %s, ADD CONSTRAINT %s %s NOT VALID"
                .formatted(target.table(table), constraint(), constraint(), rule());
        return StepDraft.autonomous(
                table,
                phase,
                "prove that %s of %s has no NULL".formatted(column, table.shown()),
                Locks.shareUpdateExclusive(table),
                List.of(validateSql()),
                List.of(),
                Undos.transactional(again),
                "a rule is proved by a scan that blocks neither readers nor writers");
    }

    private StepDraft set(Phase phase) {
        return StepDraft.transactional(
                table,
                phase,
                "set %s of %s NOT NULL".formatted(column, table.shown()),
                Locks.withPartitions(facts, Locks::accessExclusive),
                List.of(setSql()),
                Undos.transactional("ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL"
                        .formatted(target.table(table), Quoting.identifier(column))),
                "NOT NULL needs no scan once a valid check proves it");
    }

    private String validateSql() {
        return "ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(target.table(table), constraint());
    }

    private String setSql() {
        return "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL".formatted(target.table(table), Quoting.identifier(column));
    }

    private String constraint() {
        return Quoting.identifier(name());
    }

    /** The name of the rule: one of ours that goes again, or one that stays. */
    String name() {
        return addsUnproved ? HelperNames.notNull(table, column) : HelperNames.notNullProof(table, column);
    }

    private String rule() {
        return addsUnproved
                ? "NOT NULL " + Quoting.identifier(column)
                : "CHECK (%s %s)"
                        .formatted(
                                Quoting.identifier(column),
                                isComposite(facts, column) ? "IS DISTINCT FROM NULL" : "IS NOT NULL");
    }
}
