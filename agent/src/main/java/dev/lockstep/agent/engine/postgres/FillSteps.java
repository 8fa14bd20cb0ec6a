package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Backfill;
import dev.lockstep.v1.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps that keep a column filled: a trigger for writers that leave it NULL, and a backfill for the rows that are there. Who inserts without the column
 * leaves it NULL, and who updates it can; an update of other columns cannot, so it passes the trigger by, and a row that is not filled yet waits for the backfill.
 */
final class FillSteps {

    private final TableFacts whole;
    private final TableName table;
    private final String column;
    private final String value;
    private final Optional<String> written;
    private final PlanTarget target;
    private final String helper;

    FillSteps(TableFacts whole, String column, String value, Facts facts, PlanTarget target) {
        this.whole = whole;
        this.table = whole.name();
        this.column = column;
        this.value = value;
        this.written = facts.written(new ValueOf(table, value));
        this.target = target;
        this.helper = HelperNames.fill(table, column);
    }

    /** EXPAND: from now on nobody leaves the column NULL. */
    List<StepDraft> start() {
        return List.of(function(), trigger());
    }

    /**
     * BACKFILL: the rows that were there before, partition by partition.
     *
     * @param toNull whether the value of a row may be NULL: such a row is as it must be, and is left alone
     */
    List<StepDraft> backfill(Facts facts, boolean toNull) {
        if (!whole.isPartitioned()) {
            return List.of(backfill(whole, toNull));
        }
        List<StepDraft> steps = new ArrayList<>();
        for (Partition leaf : whole.traits().partitioning().leaves()) {
            facts.table(leaf.table()).ifPresent(partition -> steps.add(backfill(partition, toNull)));
        }
        return steps;
    }

    private StepDraft backfill(TableFacts filled, boolean toNull) {
        String missing = Quoting.identifier(column) + " IS NULL";
        List<String> key = filled.key().orElse(List.of());
        return StepDraft.backfill(
                filled.name(),
                "fill %s of %s where it is NULL".formatted(column, filled.name().shown()),
                Backfill.newBuilder()
                        .addAllKeyColumns(key)
                        .setColumn(column)
                        .setValue(value)
                        .setCondition(toNull ? missing + " AND (%s) IS NOT NULL".formatted(value) : missing),
                "rows are filled once the trigger keeps new ones filled, so that none is missed");
    }

    /**
     * VALIDATE, for a column that may be NULL; one that may not is proved by its rule. A check has the search path of a session of ours, so a value that hangs on another
     * one cannot be asked for.
     */
    Optional<StepDraft> verify(TableFacts facts) {
        Optional<String> asked =
                table.schema().equals(TableName.DEFAULT_SCHEMA) ? Optional.of(value) : Optional.empty();
        return written.or(() -> asked)
                .map(expression -> StepDraft.check(
                        table,
                        Phase.VALIDATE,
                        "look for rows of %s in which %s was not filled".formatted(table.shown(), column),
                        FillChecks.filled(
                                facts,
                                column,
                                expression,
                                written.isPresent() ? TriggerValues.ROW : Quoting.identifier(table.name()),
                                target),
                        "what was filled is looked at by itself, before anybody relies on it"));
    }

    /** CONTRACT, together with what else ends then: one short lock for all of it. */
    StepDraft stop(List<String> more) {
        List<String> sql = new ArrayList<>();
        sql.add("DROP TRIGGER %s ON %s".formatted(Quoting.identifier(helper), target.table(table)));
        sql.add("DROP FUNCTION %s()".formatted(target.helper(helper)));
        sql.addAll(more);
        return StepDraft.transactional(
                table,
                Phase.CONTRACT,
                "stop filling %s of %s for writers that do not know it".formatted(column, table.shown()),
                Locks.withPartitions(whole, Locks::accessExclusive),
                sql,
                Undos.irreversible("CONTRACT only goes forward: no writer needs the trigger any more"),
                "what helped old writers goes when there are none");
    }

    private StepDraft function() {
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "create the function that fills %s of %s".formatted(column, table.shown()),
                "",
                List.of("CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql%s AS %s"
                        .formatted(
                                target.helper(helper),
                                written.isPresent() ? "" : " SET search_path = " + searchPath(table),
                                DollarQuotes.around(
                                        written.map(this::simpleBody).orElseGet(this::anyBody)))),
                Undos.transactional("DROP FUNCTION %s()".formatted(target.helper(helper))),
                "a trigger needs its function first");
    }

    private StepDraft trigger() {
        String name = Quoting.identifier(helper);
        return StepDraft.transactional(
                table,
                Phase.EXPAND,
                "fill %s of %s for writers that leave it NULL".formatted(column, table.shown()),
                Locks.withPartitions(whole, Locks::shareRowExclusive),
                List.of(
                        "CREATE TRIGGER %s BEFORE INSERT OR UPDATE OF %s ON %s FOR EACH ROW WHEN (NEW.%s IS NULL) EXECUTE FUNCTION %s()"
                                .formatted(
                                        name,
                                        Quoting.identifier(column),
                                        target.table(table),
                                        Quoting.identifier(column),
                                        target.helper(helper))),
                Undos.transactional("DROP TRIGGER %s ON %s".formatted(name, target.table(table))),
                "writers are helped before old rows are filled and before NULL is forbidden");
    }

    /** One expression without a query, which costs a tenth of one with. */
    private String simpleBody(String expression) {
        return """

                DECLARE
                  %s ALIAS FOR NEW;
                BEGIN
                  NEW.%s := %s;
                  RETURN NEW;
                END
                """.formatted(TriggerValues.ROW, Quoting.identifier(column), expression);
    }

    /** The expression sees the row's columns by their names, as it does in an UPDATE of the table. */
    private String anyBody() {
        return """

                #variable_conflict use_column
                BEGIN
                  NEW.%s := (SELECT (%s) FROM (SELECT NEW.*) AS %s);
                  RETURN NEW;
                END
                """.formatted(Quoting.identifier(column), value, Quoting.identifier(table.name()));
    }

    /** What an expression finds functions and types in: never a schema that a writer's session chose. */
    static String searchPath(TableName table) {
        String own = table.schema().equals(TableName.DEFAULT_SCHEMA) ? "" : Quoting.identifier(table.schema()) + ", ";
        return "pg_catalog, " + own + "public, pg_temp";
    }
}
