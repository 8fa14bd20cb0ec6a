package dev.lockstep.integration.bench.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The same column, filled as pgroll fills it: a trigger that computes the new value on every write by a session that is not on the newest version, and a backfill
 * that touches 1,000 rows after the other so that it fires. Only its statements are issued anew; the tool itself does not run. Used by one thread.
 */
final class PgrollSql {
    static final String COLUMN = "_pgroll_new_label";
    private static final String MARK = "_pgroll_needs_backfill";
    private static final int BATCH_ROWS = 1000;

    private final Connection connection;
    private final String table;
    private final String value;

    PgrollSql(Connection connection, BenchTable table) {
        this.connection = connection;
        this.table = table.sqlName();
        this.value = table.value();
    }

    /** Columns, function and trigger. */
    void start() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + table + " ADD COLUMN " + COLUMN + " int");
            statement.execute("ALTER TABLE " + table + " ADD COLUMN " + MARK + " boolean DEFAULT true");
            statement.execute("CREATE FUNCTION fill_label() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE "
                    + declarations(statement)
                    + """
                     latest_schema text;
                     search_path text;
                     BEGIN
                       SELECT current_setting INTO search_path FROM current_setting('search_path');
                       IF search_path != 'public_02_label' THEN
                         NEW.%s = %s;
                         NEW.%s = false;
                       END IF;
                       RETURN NEW;
                     END $$
                    """.formatted(COLUMN, value, MARK));
            statement.execute("CREATE TRIGGER fill_label BEFORE UPDATE OR INSERT ON " + table
                    + " FOR EACH ROW EXECUTE PROCEDURE fill_label()");
        }
    }

    private String declarations(Statement statement) throws SQLException {
        StringBuilder declared = new StringBuilder();
        try (ResultSet columns = statement.executeQuery("SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = 'public' AND table_name = '" + table
                + "' AND column_name NOT LIKE '\\_pgroll%'"
                + " ORDER BY ordinal_position")) {
            while (columns.next()) {
                String column = columns.getString(1);
                declared.append(column)
                        .append(" public.")
                        .append(table)
                        .append('.')
                        .append(column)
                        .append("%TYPE := NEW.")
                        .append(column)
                        .append(";\n");
            }
        }
        return declared.toString();
    }

    /** Until no batch has a row. */
    void backfill() throws SQLException {
        String batch = """
                WITH batch AS (
                  SELECT id FROM %1$s WHERE %2$s = true AND id > ? ORDER BY id LIMIT %3$d FOR NO KEY UPDATE
                ), touched AS (
                  UPDATE %1$s SET id = %1$s.id FROM batch WHERE %1$s.id = batch.id RETURNING %1$s.id
                )
                SELECT max(id) FROM touched
                """.formatted(table, MARK, BATCH_ROWS);
        long last = 0;
        boolean more = true;
        while (more) {
            try (PreparedStatement statement = connection.prepareStatement(batch)) {
                statement.setLong(1, last);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    last = rows.getLong(1);
                    more = !rows.wasNull();
                }
            }
        }
    }
}
