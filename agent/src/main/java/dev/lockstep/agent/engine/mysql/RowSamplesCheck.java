package dev.lockstep.agent.engine.mysql;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.SetNotNull;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows that are in the way already: NULLs under NOT NULL, duplicates under a unique index, values that come out NULL. */
final class RowSamplesCheck implements PreflightCheck {

    private static final int SAMPLES = 5;
    private static final int ROWS_TRIED = 1000;

    @Override
    public List<Finding> look(Connection connection, PlanScope scope) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Operation operation : scope.change().getOperationsList()) {
            if (operation.hasSetNotNull()) {
                nulls(connection, scope, operation, operation.getSetNotNull()).ifPresent(findings::add);
            }
            if (operation.hasAddIndex() && operation.getAddIndex().getUnique()) {
                duplicates(connection, scope, operation, operation.getAddIndex())
                        .ifPresent(findings::add);
            }
            if (operation.hasAddColumn() && !operation.getAddColumn().getNullable()) {
                emptyValues(connection, scope, operation, operation.getAddColumn())
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> nulls(Connection connection, PlanScope scope, Operation operation, SetNotNull set)
            throws SQLException {
        Optional<TableFacts> table = scope.facts().table(set.getTable());
        boolean filled = !scope.types().text(set.getValue()).isEmpty();
        if (filled || table.flatMap(known -> known.column(set.getColumn())).isEmpty()) {
            return Optional.empty();
        }
        String shown = shown(table.get(), set.getColumn());
        List<String> samples = samples(
                connection,
                "SELECT " + shown + " FROM " + Sql.name(set.getTable()) + " WHERE " + Sql.name(set.getColumn())
                        + " IS NULL LIMIT " + SAMPLES);
        return samples.isEmpty()
                ? Optional.empty()
                : Optional.of(Findings.refuse(
                        "rows-with-null",
                        "set_not_null " + set.getTable() + "." + set.getColumn()
                                + ": expected no row with NULL, found some; give a value to fill them with",
                        samples,
                        operation.getLine()));
    }

    private static Optional<Finding> duplicates(
            Connection connection, PlanScope scope, Operation operation, AddIndex add) throws SQLException {
        Optional<TableFacts> table = scope.facts().table(add.getTable());
        boolean there = table.isPresent()
                && add.getColumnsList().stream()
                        .allMatch(column -> table.get().column(column).isPresent());
        if (!there || add.getColumnsCount() == 0) {
            return Optional.empty();
        }
        String columns = Sql.names(add.getColumnsList());
        String present = add.getColumnsList().stream()
                .map(column -> Sql.name(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        List<String> samples = samples(
                connection,
                "SELECT " + columns + ", COUNT(*) AS `times` FROM " + Sql.name(add.getTable()) + " WHERE " + present
                        + " GROUP BY " + columns + " HAVING COUNT(*) > 1 LIMIT " + SAMPLES);
        return samples.isEmpty()
                ? Optional.empty()
                : Optional.of(Findings.refuse(
                        "rows-with-duplicates",
                        "add_index " + add.getTable() + "." + add.getName()
                                + ": expected no two rows with the same " + String.join(", ", add.getColumnsList())
                                + ", found some; remove the duplicates first",
                        samples,
                        operation.getLine()));
    }

    private static Optional<Finding> emptyValues(
            Connection connection, PlanScope scope, Operation operation, AddColumn add) throws SQLException {
        Optional<TableFacts> table = scope.facts().table(add.getTable());
        String value = scope.types().text(add.getValue());
        Optional<List<String>> key = table.flatMap(BackfillKey::of);
        boolean usable = key.isPresent()
                && new ValueExpression(value, table.get())
                        .objections(add.getColumn())
                        .isEmpty();
        if (value.isEmpty() || !usable) {
            return Optional.empty();
        }
        String name = Sql.name(add.getTable());
        try {
            List<String> samples = samples(
                    connection,
                    "SELECT " + Sql.names(key.get()) + " FROM (SELECT * FROM " + name + " ORDER BY "
                            + Sql.names(key.get()) + " LIMIT " + ROWS_TRIED + ") AS " + name + " WHERE (" + value
                            + ") IS NULL LIMIT " + SAMPLES);
            return samples.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Findings.refuse(
                            "value-gives-null",
                            "add_column " + add.getTable() + "." + add.getColumn()
                                    + ": expected a value for every row, but it gives NULL for some of the first "
                                    + ROWS_TRIED + "; cover them, for example with COALESCE",
                            samples,
                            operation.getLine()));
        } catch (SQLException refused) {
            return Optional.of(Findings.refuse(
                    "value-refused",
                    "add_column " + add.getTable() + "." + add.getColumn()
                            + ": expected a value that the server can compute, but it says: " + refused.getMessage(),
                    List.of(),
                    operation.getLine()));
        }
    }

    /** The key, which tells a row; or else the column. */
    private static String shown(TableFacts table, String column) {
        return BackfillKey.of(table).map(Sql::names).orElse(Sql.name(column));
    }

    private static List<String> samples(Connection connection, String sql) throws SQLException {
        return Query.list(connection, sql, List.of(), RowSamplesCheck::described);
    }

    private static String described(ResultSet row) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            parts.add(row.getMetaData().getColumnLabel(column) + "=" + row.getString(column));
        }
        return String.join(", ", parts);
    }
}
