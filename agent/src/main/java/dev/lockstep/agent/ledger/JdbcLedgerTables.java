package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger's tables over JDBC, in SQL that PostgreSQL, MySQL and MariaDB share. */
public final class JdbcLedgerTables implements LedgerTables {
    private static final String EPOCH_COLUMNS =
            "epoch, mandate, incarnation, mandate_hash, change_bytes, change_hash," + " outcome_bytes, state";
    private static final String LOG_COLUMNS =
            "number, epoch, mandate, incarnation, kind, phase, step, detail, previous_hash, hash";

    private static final String NO_PHASE = "-";

    private final Connection connection;
    private final String schema;

    /**
     * @param schema name of the ledger's schema: letters, digits and underscores only, because it stands in SQL as it is
     */
    public JdbcLedgerTables(Connection connection, String schema) {
        if (!schema.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "expected a ledger schema of letters, digits and underscores, found \"" + schema + "\"");
        }
        this.connection = connection;
        this.schema = schema;
    }

    @Override
    public Optional<NodeRow> node() throws SQLException {
        return first(
                "SELECT fleet, name, database_identity, adoption_id, incarnation, position_number, position_hash FROM "
                        + table("node") + " WHERE id = 1",
                row -> new NodeRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        Position.newBuilder()
                                .setNumber(row.getLong(6))
                                .setHash(unhex(row, 7))
                                .build()));
    }

    @Override
    public void insertNode(NodeRow row) throws SQLException {
        update(
                "INSERT INTO " + table("node") + " (id, fleet, name, database_identity, adoption_id, incarnation,"
                        + " position_number, position_hash, adopted_at)"
                        + " VALUES (1, ?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)",
                row.fleet(),
                row.name(),
                row.databaseIdentity(),
                row.adoptionId(),
                row.incarnation(),
                row.position().getNumber(),
                hex(row.position().getHash()));
    }

    @Override
    public void raiseNodeIncarnation() throws SQLException {
        update("UPDATE " + table("node") + " SET incarnation = incarnation + 1 WHERE id = 1");
    }

    @Override
    public void setEpochIncarnations(long incarnation) throws SQLException {
        update("UPDATE " + table("epoch") + " SET incarnation = ? WHERE state = 'open'", incarnation);
    }

    @Override
    public boolean advance(long fromNumber, long incarnation, Position to) throws SQLException {
        return update(
                        "UPDATE " + table("node") + " SET position_number = ?, position_hash = ?"
                                + " WHERE id = 1 AND position_number = ? AND incarnation = ?",
                        to.getNumber(),
                        hex(to.getHash()),
                        fromNumber,
                        incarnation)
                == 1;
    }

    @Override
    public List<EpochRow> openEpochs() throws SQLException {
        return all(
                "SELECT " + EPOCH_COLUMNS + " FROM " + table("epoch") + " WHERE state = 'open' ORDER BY epoch",
                JdbcLedgerTables::epochRow);
    }

    @Override
    public Optional<EpochRow> lockEpoch(long epoch) throws SQLException {
        return first(
                "SELECT " + EPOCH_COLUMNS + " FROM " + table("epoch") + " WHERE epoch = ? FOR UPDATE",
                JdbcLedgerTables::epochRow,
                epoch);
    }

    @Override
    public Optional<EpochRow> shareEpoch(long epoch) throws SQLException {
        // The old words are the only ones that MySQL and MariaDB share.
        boolean isPostgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        return first(
                "SELECT " + EPOCH_COLUMNS + " FROM " + table("epoch") + " WHERE epoch = ? "
                        + (isPostgres ? "FOR SHARE" : "LOCK IN SHARE MODE"),
                JdbcLedgerTables::epochRow,
                epoch);
    }

    @Override
    public void insertEpoch(EpochRow row) throws SQLException {
        update(
                "INSERT INTO " + table("epoch") + " (" + EPOCH_COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row.epoch(),
                row.mandate(),
                row.incarnation(),
                hex(row.mandateHash()),
                row.changeBytes(),
                hex(row.changeHash()),
                nullable(row.outcomeBytes()),
                state(row));
    }

    @Override
    public void updateEpoch(EpochRow row) throws SQLException {
        update(
                "UPDATE " + table("epoch") + " SET mandate = ?, incarnation = ?, mandate_hash = ?, change_bytes = ?,"
                        + " change_hash = ?, state = ? WHERE epoch = ?",
                row.mandate(),
                row.incarnation(),
                hex(row.mandateHash()),
                row.changeBytes(),
                hex(row.changeHash()),
                state(row),
                row.epoch());
    }

    @Override
    public void updateOutcome(long epoch, ByteString outcomeBytes) throws SQLException {
        update("UPDATE " + table("epoch") + " SET outcome_bytes = ? WHERE epoch = ?", outcomeBytes, epoch);
    }

    @Override
    public Optional<LogRow> lastLog() throws SQLException {
        return first(
                "SELECT " + LOG_COLUMNS + " FROM " + table("log") + " ORDER BY number DESC LIMIT 1",
                JdbcLedgerTables::logRow);
    }

    @Override
    public Optional<LogRow> lastLogOfWork() throws SQLException {
        return first(
                "SELECT " + LOG_COLUMNS + " FROM " + table("log") + " WHERE epoch > 0 ORDER BY number DESC LIMIT 1",
                JdbcLedgerTables::logRow);
    }

    @Override
    public void insertLog(LogRow row) throws SQLException {
        update(
                "INSERT INTO " + table("log") + " (" + LOG_COLUMNS + ", logged_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)",
                row.number(),
                row.epoch(),
                row.mandate(),
                row.incarnation(),
                row.kind().name().toLowerCase(Locale.ROOT),
                row.phase() == Phase.PHASE_UNSPECIFIED ? NO_PHASE : row.phase().name(),
                row.step(),
                row.detail(),
                hex(row.previousHash()),
                hex(row.hash()));
    }

    @Override
    public List<LogRow> log(long epoch) throws SQLException {
        return all(
                "SELECT " + LOG_COLUMNS + " FROM " + table("log") + " WHERE epoch = ? ORDER BY number",
                JdbcLedgerTables::logRow,
                epoch);
    }

    @Override
    public List<LogRow> log(long epoch, int step) throws SQLException {
        return all(
                "SELECT " + LOG_COLUMNS + " FROM " + table("log") + " WHERE epoch = ? AND step = ? ORDER BY number",
                JdbcLedgerTables::logRow,
                epoch,
                step);
    }

    @Override
    public List<LogRow> costs(int limit) throws SQLException {
        return all(
                "SELECT " + LOG_COLUMNS + " FROM " + table("log") + " WHERE epoch > 0"
                        + " AND (kind = 'done' AND detail LIKE ? OR kind = 'outcome' AND detail LIKE ?)"
                        + " ORDER BY number DESC LIMIT " + limit,
                JdbcLedgerTables::logRow,
                LoggedCost.TOOK + "%",
                LoggedEstimate.PLANNED + "%");
    }

    @Override
    public Optional<PlanRow> plan(long epoch) throws SQLException {
        return first(
                "SELECT epoch, plan_bytes, plan_hash FROM " + table("plan") + " WHERE epoch = ?",
                row -> new PlanRow(row.getLong(1), bytes(row, 2), unhex(row, 3)),
                epoch);
    }

    @Override
    public void putPlan(PlanRow row) throws SQLException {
        update("DELETE FROM " + table("plan") + " WHERE epoch = ?", row.epoch());
        update(
                "INSERT INTO " + table("plan") + " (epoch, plan_bytes, plan_hash) VALUES (?, ?, ?)",
                row.epoch(),
                row.planBytes(),
                hex(row.planHash()));
    }

    @Override
    public List<BackfillRow> backfill(long epoch, int step) throws SQLException {
        return all(
                "SELECT epoch, step, range_number, position_text, rows_done, finished FROM " + table("backfill")
                        + " WHERE epoch = ? AND step = ? ORDER BY range_number",
                row -> new BackfillRow(
                        row.getLong(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getBoolean(6)),
                epoch,
                step);
    }

    @Override
    public void putBackfill(BackfillRow row) throws SQLException {
        int updated = update(
                "UPDATE " + table("backfill") + " SET position_text = ?, rows_done = ?, finished = ?"
                        + " WHERE epoch = ? AND step = ? AND range_number = ?",
                row.positionText(),
                row.rowsDone(),
                row.finished(),
                row.epoch(),
                row.step(),
                row.rangeNumber());
        // MySQL counts the rows that changed unless the driver asks for those found, so an equal row may count as none.
        if (updated == 0 && backfill(row.epoch(), row.step()).stream().noneMatch(r -> sameRange(r, row))) {
            update(
                    "INSERT INTO " + table("backfill")
                            + " (epoch, step, range_number, position_text, rows_done, finished)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    row.epoch(),
                    row.step(),
                    row.rangeNumber(),
                    row.positionText(),
                    row.rowsDone(),
                    row.finished());
        }
    }

    private static boolean sameRange(BackfillRow one, BackfillRow other) {
        return one.rangeNumber() == other.rangeNumber();
    }

    @Override
    public void deleteBackfill(long epoch, int step) throws SQLException {
        update("DELETE FROM " + table("backfill") + " WHERE epoch = ? AND step = ?", epoch, step);
    }

    @Override
    public List<ObservationRow> observations(long epoch) throws SQLException {
        return all(
                "SELECT number, epoch, step, before_bytes, changed_bytes, ended FROM " + table("observation")
                        + " WHERE epoch = ? ORDER BY number",
                row -> new ObservationRow(
                        row.getLong(1), row.getLong(2), row.getInt(3), bytes(row, 4), bytes(row, 5), row.getBoolean(6)),
                epoch);
    }

    @Override
    public void putObservation(ObservationRow row) throws SQLException {
        update("DELETE FROM " + table("observation") + " WHERE number = ?", row.number());
        update(
                "INSERT INTO " + table("observation") + " (number, epoch, step, before_bytes, changed_bytes, ended)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                row.number(),
                row.epoch(),
                row.step(),
                row.beforeBytes(),
                row.changedBytes(),
                row.ended());
    }

    @Override
    public void deleteOpenObservations(long epoch, int step) throws SQLException {
        update("DELETE FROM " + table("observation") + " WHERE epoch = ? AND step = ? AND NOT ended", epoch, step);
    }

    @Override
    public void insertDirective(DirectiveRow row) throws SQLException {
        update(
                "INSERT INTO " + table("directive") + " (number, epoch, hash, envelope_bytes) VALUES (?, ?, ?, ?)",
                row.number(),
                row.epoch(),
                hex(row.hash()),
                row.envelopeBytes());
    }

    @Override
    public Optional<DirectiveRow> directive(long number) throws SQLException {
        return first(
                "SELECT number, epoch, hash, envelope_bytes FROM " + table("directive") + " WHERE number = ?",
                row -> new DirectiveRow(row.getLong(1), row.getLong(2), unhex(row, 3), bytes(row, 4)),
                number);
    }

    private static EpochRow epochRow(ResultSet row) throws SQLException {
        return new EpochRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                unhex(row, 4),
                bytes(row, 5),
                unhex(row, 6),
                bytes(row, 7),
                row.getString(8).equals("open"));
    }

    private static LogRow logRow(ResultSet row) throws SQLException {
        return new LogRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                LogKind.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getString(6).equals(NO_PHASE) ? Phase.PHASE_UNSPECIFIED : Phase.valueOf(row.getString(6)),
                row.getInt(7),
                row.getString(8),
                unhex(row, 9),
                unhex(row, 10));
    }

    private static String state(EpochRow row) {
        return row.open() ? "open" : "closed";
    }

    private static @Nullable ByteString nullable(ByteString bytes) {
        return bytes.isEmpty() ? null : bytes;
    }

    /** Hashes stand in the tables as hex, for people. */
    private static String hex(ByteString hash) {
        return HexFormat.of().formatHex(hash.toByteArray());
    }

    private static ByteString unhex(ResultSet row, int column) throws SQLException {
        return ByteString.copyFrom(HexFormat.of().parseHex(row.getString(column)));
    }

    private static ByteString bytes(ResultSet row, int column) throws SQLException {
        byte[] found = row.getBytes(column);
        return found == null ? ByteString.EMPTY : ByteString.copyFrom(found);
    }

    private String table(String name) {
        return schema + "." + name;
    }

    private int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        List<T> rows = all(sql, reader, values);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    private <T> List<T> all(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(reader.read(found));
                }
            }
            return rows;
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof ByteString bytes) {
                statement.setBytes(i + 1, bytes.toByteArray());
            } else if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (value instanceof Boolean truth) {
                statement.setBoolean(i + 1, truth);
            } else if (value instanceof String text) {
                statement.setString(i + 1, text);
            } else {
                statement.setNull(i + 1, Types.NULL);
            }
        }
    }

    /** Reads one row. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
