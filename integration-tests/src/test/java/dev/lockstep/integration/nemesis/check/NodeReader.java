package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import dev.lockstep.integration.nemesis.check.NodeHistory.DirectiveRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.EpochRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.LedgerTables;
import dev.lockstep.integration.nemesis.check.NodeHistory.LogRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.StoredRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads one node's database by plain SQL, over a connection that the caller closes. */
public final class NodeReader {
    private final String name;
    private final String engine;
    private final Connection connection;

    /** @param engine {@code postgres}, {@code mysql} or {@code mariadb} */
    public NodeReader(String name, String engine, Connection connection) {
        this.name = name;
        this.engine = engine;
        this.connection = connection;
    }

    /** Everything that is judged. */
    public NodeHistory read(Set<String> catalogBefore) throws SQLException {
        return new NodeHistory(
                name,
                engine,
                ledger(),
                catalogBefore,
                new CatalogReader(engine, connection).lines(),
                effects(),
                rows());
    }

    /** Number of the last directive that the node has received. */
    public long position() throws SQLException {
        return all("SELECT position_number FROM lockstep.node", row -> row.getLong(1)).get(0);
    }

    private LedgerTables ledger() throws SQLException {
        List<LedgerTables> node = all(
                "SELECT incarnation, position_number, position_hash FROM lockstep.node",
                row -> new LedgerTables(
                        row.getLong(1), row.getLong(2), row.getString(3), log(), epochs(), directives()));
        return node.get(0);
    }

    private List<LogRow> log() throws SQLException {
        return all(
                "SELECT number, epoch, mandate, incarnation, kind, phase, step, detail, previous_hash, hash"
                        + " FROM lockstep.log ORDER BY number",
                row -> new LogRow(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7),
                        row.getString(8),
                        row.getString(9),
                        row.getString(10)));
    }

    private List<EpochRow> epochs() throws SQLException {
        return all(
                "SELECT epoch, mandate, state FROM lockstep.epoch ORDER BY epoch",
                row -> new EpochRow(row.getLong(1), row.getLong(2), row.getString(3)));
    }

    private List<DirectiveRow> directives() throws SQLException {
        return all(
                "SELECT number, epoch, hash, envelope_bytes FROM lockstep.directive ORDER BY number",
                row -> new DirectiveRow(
                        row.getLong(1), row.getLong(2), row.getString(3), ByteString.copyFrom(row.getBytes(4))));
    }

    private Map<String, Integer> effects() throws SQLException {
        Map<String, Integer> effects = new HashMap<>();
        all("SELECT name FROM effects", row -> effects.merge(row.getString(1), 1, Integer::sum));
        return effects;
    }

    private Map<Long, StoredRow> rows() throws SQLException {
        Map<Long, StoredRow> rows = new TreeMap<>();
        all("SELECT * FROM orders", row -> rows.put(row.getLong("id"), storedRow(row)));
        return rows;
    }

    private static StoredRow storedRow(ResultSet row) throws SQLException {
        Map<String, String> added = new TreeMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String column = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
            if (column.startsWith("region")) {
                added.put(column, String.valueOf(row.getString(i)));
            }
        }
        return new StoredRow(
                new OldColumns(row.getString("customer"), row.getString("country"), row.getInt("amount")), added);
    }

    private <T> List<T> all(String sql, RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(reader.read(found));
            }
        }
        return rows;
    }

    /** Reads one row. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
