package dev.lockstep.agent.engine.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

/** An empty copy of a partitioned table with its partitions, of which the server can be asked what their bounds mean. Nothing of it stays. */
final class BoundsOnStage {

    private static final String CONDITION = """
            SELECT coalesce(replace(pg_get_partition_constraintdef(p.oid), quote_literal(w.oid) || '::oid', ?), '')
            FROM (SELECT to_regclass(?)::oid AS oid) p, (SELECT to_regclass(?)::oid AS oid) w
            """;

    private final Connection connection;
    private final TableFacts whole;
    private final String root;

    BoundsOnStage(Connection connection, TableFacts whole) {
        this.connection = connection;
        this.whole = whole;
        this.root = RehearsedTable.onStage(whole.name());
    }

    /** Of a table that is to become a partition of it. */
    Arrival.Bound ofNew(TableName coming, String bound) throws SQLException {
        return ask(statement -> attach(statement, coming, bound), coming);
    }

    /** Of a partition of it, over the columns of a table whose foreign key refers to the whole. */
    Arrival.Bound ofKey(TableName partition, Referrer referrer) throws SQLException {
        return ask(statement -> rename(statement, referrer), partition);
    }

    private interface Change {
        void make(Statement statement) throws SQLException;
    }

    private Arrival.Bound ask(Change change, TableName partition) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path = " + FillSteps.searchPath(whole.name()));
            statement.execute("CREATE TABLE %s (LIKE %s) PARTITION BY %s"
                    .formatted(
                            root,
                            whole.name().sql(),
                            whole.traits().partitioning().key()));
            for (Partition own : whole.traits().partitioning().partitionsOf(whole.name())) {
                attach(statement, own.table(), own.bound());
            }
            change.make(statement);
            statement.execute("SET LOCAL search_path = pg_catalog");
            return new Arrival.Bound(condition(RehearsedTable.onStage(partition)), "");
        } catch (SQLException refused) {
            if (!PostgresFailures.isAboutTheText(refused)) {
                throw refused;
            }
            return new Arrival.Bound("", PostgresRehearsal.firstLine(refused));
        } finally {
            connection.rollback(before);
        }
    }

    private void attach(Statement statement, TableName partition, String bound) throws SQLException {
        String copy = RehearsedTable.onStage(partition);
        statement.execute("CREATE TABLE %s (LIKE %s)".formatted(copy, root));
        statement.execute("ALTER TABLE %s ATTACH PARTITION %s %s".formatted(root, copy, bound));
    }

    /** Twice, because a new name may be the old one of another column. */
    private void rename(Statement statement, Referrer referrer) throws SQLException {
        List<String> from = referrer.referenced();
        for (String column : whole.columns().keySet()) {
            if (!from.contains(column)) {
                statement.execute("ALTER TABLE %s DROP COLUMN %s".formatted(root, Quoting.identifier(column)));
            }
        }
        for (int place = 0; place < from.size(); place++) {
            rename(statement, from.get(place), between(place));
        }
        for (int place = 0; place < from.size(); place++) {
            rename(statement, between(place), referrer.columns().get(place));
        }
    }

    private static String between(int place) {
        return HelperNames.PREFIX + "between_" + place;
    }

    private void rename(Statement statement, String from, String to) throws SQLException {
        statement.execute("ALTER TABLE %s RENAME COLUMN %s TO %s"
                .formatted(root, Quoting.identifier(from), Quoting.identifier(to)));
    }

    private String condition(String partition) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(CONDITION)) {
            query.setString(1, Arrival.WHOLE);
            query.setString(2, partition);
            query.setString(3, root);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
