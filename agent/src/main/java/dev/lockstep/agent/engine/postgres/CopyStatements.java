package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Severity;
import dev.lockstep.v1.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a rehearsal runs on the copy of a table. */
final class CopyStatements {

    private final Connection connection;
    private final TableName table;
    private final String copy;

    CopyStatements(Connection connection, TableName table) {
        this.connection = connection;
        this.table = table;
        this.copy = new PlanTarget(true, "").table(table);
    }

    /** The same search path as in the trigger's function; the ledger's schema for that function, if the ledger is not there yet. */
    void prepareSession(String ledgerSchema) throws SQLException {
        execute(List.of("SET LOCAL search_path = " + FillSteps.searchPath(table)));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT to_regnamespace(" + Quoting.literal(Quoting.identifier(ledgerSchema)) + ") IS NULL")) {
            rows.next();
            if (rows.getBoolean(1)) {
                execute(List.of("CREATE SCHEMA " + Quoting.identifier(ledgerSchema)));
            }
        }
    }

    /** Changes when the server writes the table or one of its partitions anew; empty while there is no copy, or it has another name. */
    String dataFiles(RehearsedTable rehearsed) throws SQLException {
        List<TableName> tables = new ArrayList<>(List.of(table));
        tables.addAll(rehearsed.partitioning().tables());
        tables.addAll(rehearsed.coming());
        return dataFiles(tables);
    }

    /** The same of these tables alone. */
    String dataFiles(List<TableName> tables) throws SQLException {
        List<String> copies = tables.stream().map(RehearsedTable::onStage).toList();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT coalesce(string_agg(pg_relation_filenode(to_regclass(name))::text, ' ' ORDER BY name), '') FROM unnest(?::text[]) AS name")) {
            query.setArray(1, connection.createArrayOf("text", copies.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /** Changes when a table or an index comes or goes. */
    String onStage() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) || ' ' || max(oid::text::bigint) FROM pg_class WHERE relnamespace = pg_my_temp_schema()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    void execute(List<String> sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    /** A trigger's function is read by the server only when it fires, so it fires once, for a row of NULLs. */
    boolean triggerFails(Step step, RehearsedTable rehearsed, List<Finding> findings, int line) throws SQLException {
        boolean makesTrigger =
                step.getStatement().getSqlList().stream().anyMatch(sql -> sql.startsWith("CREATE TRIGGER"));
        if (!makesTrigger) {
            return false;
        }
        Savepoint before = connection.setSavepoint();
        try {
            insertNulls(rehearsed);
        } catch (SQLException refused) {
            if (String.valueOf(refused.getSQLState()).startsWith("42")) {
                findings.add(Findings.finding(
                                Severity.REFUSE,
                                "value-refused",
                                "expected the server to accept value in a trigger on an empty copy of %s, but it says: %s; correct the operation"
                                        .formatted(table.shown(), PostgresRehearsal.firstLine(refused)))
                        .toBuilder()
                        .setLine(line)
                        .build());
                return true;
            }
            // any other error is about this row of NULLs, which no application writes
        } finally {
            connection.rollback(before);
        }
        return false;
    }

    /** All columns are given, so that no default takes a number from a live sequence. */
    private void insertNulls(RehearsedTable rehearsed) throws SQLException {
        // No partition takes a row of NULLs from the whole, but each fires its triggers before it looks at its bounds.
        String filled = rehearsed.partitioning().leaves().stream()
                .findFirst()
                .map(leaf -> RehearsedTable.onStage(leaf.table()))
                .orElse(copy);
        String columns;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT string_agg(quote_ident(attname), ', '), string_agg('NULL', ', ') FROM pg_attribute WHERE attrelid = to_regclass("
                                + Quoting.literal(filled)
                                + ") AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a'")) {
            rows.next();
            columns = "(" + rows.getString(1) + ") VALUES (" + rows.getString(2) + ")";
        }
        execute(List.of("INSERT INTO " + filled + " " + columns));
    }
}
