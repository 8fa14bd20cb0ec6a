package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** Converts every row that is there, dry: how many have no value in the new type, and which. */
record ConversionQuestion(SecondColumn second) {

    private static final String TRY = "pg_temp.lockstep_try";

    RowQuestion question() {
        TableFacts table = second.table();
        String column = Quoting.identifier(second.column().name());
        String key = table.key()
                .map(columns -> "concat_ws(', ', " + Quoting.identifiers(columns) + ")")
                .orElse("ctid::text");
        String bad = "SELECT %s AS key, left(%s::text, 40) AS value FROM %s WHERE %s IS NOT NULL AND NOT %s(%s)"
                .formatted(key, column, second.target().table(table.name()), column, TRY, column);
        String query = """
                WITH bad AS (%s)
                SELECT count(*) || ' in all' FROM bad HAVING count(*) > 0
                UNION ALL (SELECT key || ': ' || value FROM bad LIMIT 5)""".formatted(bad);
        return new RowQuestion(query, "conversion-fails", message()).after(function());
    }

    /** Values that are different in the old type and the same in the new one; a cast that loses nothing keeps them apart. */
    List<RowQuestion> duplicates() {
        return second.conversion().up().isEmpty()
                ? List.of()
                : second.columnIndexes().originals().stream()
                        .filter(index -> index.unique()
                                && index.plain()
                                && !index.columns().contains(""))
                        .map(this::duplicates)
                        .toList();
    }

    private RowQuestion duplicates(IndexFacts index) {
        String list = index.columns().stream()
                .map(column -> column.equals(second.column().name())
                        ? "CAST((%s) AS %s)"
                                .formatted(
                                        second.conversion().up(),
                                        second.conversion().type())
                        : Quoting.identifier(column))
                .collect(Collectors.joining(", "));
        String complete = index.columns().stream()
                .map(column -> Quoting.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        return new RowQuestion(
                "SELECT concat_ws(', ', %s) FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1 LIMIT 5"
                        .formatted(list, second.target().table(second.table().name()), complete, list),
                "duplicates",
                "expected `up` to keep values apart that %s of %s keeps apart, found some that become the same; merge those rows, or correct `up`"
                        .formatted(index.name(), second.table().name().shown()));
    }

    private String message() {
        Conversion conversion = second.conversion();
        return conversion.up().isEmpty()
                ? "expected every value of %s.%s to come back as it was from a cast to %s, found some that fail or lose something; correct them, or say by `up` what becomes of them"
                        .formatted(second.table().name().shown(), conversion.column(), conversion.type())
                : "expected `up` to give a %s for every value of %s.%s, found some for which it fails or gives NULL; correct them, or `up`"
                        .formatted(conversion.type(), second.table().name().shown(), conversion.column());
    }

    /** The assignment refuses what a cast would cut; an error in one row must not hide the others. */
    private String function() {
        Conversion conversion = second.conversion();
        return """
                CREATE FUNCTION %s(%s) RETURNS boolean LANGUAGE plpgsql AS %s
                """.formatted(TRY, conversion.oldType(), DollarQuotes.around("""

                        #variable_conflict use_column
                        DECLARE
                          converted %s;
                        BEGIN
                          converted := (SELECT (%s) FROM (SELECT $1 AS %s) AS %s);
                          RETURN converted IS NOT NULL;
                        EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
                          RETURN false;
                        END
                        """.formatted(
                        conversion.type(),
                        conversion.upward(),
                        Quoting.identifier(conversion.column()),
                        Quoting.identifier(second.table().name().name()))));
    }
}
