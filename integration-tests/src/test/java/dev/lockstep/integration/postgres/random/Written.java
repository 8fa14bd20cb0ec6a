package dev.lockstep.integration.postgres.random;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What writers wrote beside a change, so that a copy can get the same. Used by one thread at a time. */
final class Written {
    /** Between what a COPY goes to and the values of its row, as SQL. */
    static final String FROM_STDIN = " FROM STDIN\n";

    private final List<Write> before = new ArrayList<>();
    private final List<Write> after = new ArrayList<>();
    private final List<String> wrong;
    private final List<String> remarks;

    /** @param wrong gets a sentence for each write that should have succeeded */
    Written(List<String> wrong, List<String> remarks) {
        this.wrong = wrong;
        this.remarks = remarks;
    }

    private record Write(String sql, boolean failed) {}

    /** Whether it succeeded. What fails for its values fails in the copy, too, and takes its numbers from the sequences there. */
    boolean write(Connection writer, String sql, boolean renewed) {
        boolean failed = false;
        try {
            execute(writer, sql);
        } catch (SQLException refused) {
            failed = true;
            String state = String.valueOf(refused.getSQLState());
            boolean unknownHere = sql.startsWith("MERGE") && state.matches("0A000|42601");
            // Since 18, where a publication leaves out a generated column of a full replica identity: so it was before
            // the change.
            unknownHere |= String.valueOf(refused.getMessage()).contains("Replica identity must not contain");
            if (!state.startsWith("23") && !state.startsWith("428") && !unknownHere) {
                wrong.add("a writer fails: " + sql + ": " + refused.getMessage());
            }
            if (!sql.startsWith("DELETE")) {
                remarks.add("write fails: " + sql + ": " + refused.getMessage());
            }
        }
        (renewed ? after : before).add(new Write(sql, failed));
        return !failed;
    }

    /** When its transaction could not be committed. */
    void lastHasFailed() {
        Write last = before.remove(before.size() - 1);
        before.add(new Write(last.sql(), true));
    }

    /** Whether somebody has written in the new shape already. */
    boolean isRenewed() {
        return !after.isEmpty();
    }

    /** Does the same to a copy, with plain statements in between; null, or why that cannot be. */
    @Nullable
    String repeat(Connection plain, List<String> statements) throws SQLException {
        String at = "";
        try {
            for (Write write : before) {
                at = write.sql();
                repeat(plain, write);
            }
            for (String statement : statements) {
                at = statement;
                execute(plain, statement);
            }
        } catch (SQLException failed) {
            return "plain fails where Lockstep goes on: " + at + ": " + failed.getMessage();
        }
        try {
            for (Write write : after) {
                at = write.sql();
                repeat(plain, write);
            }
        } catch (SQLException failed) {
            return "new write fails in plain shape: " + at + ": " + failed.getMessage();
        }
        return null;
    }

    private static void repeat(Connection plain, Write write) throws SQLException {
        if (!write.failed()) {
            execute(plain, write.sql());
            return;
        }
        plain.setAutoCommit(false);
        try (Statement statement = plain.createStatement()) {
            statement.execute("SAVEPOINT before");
            try {
                execute(plain, write.sql());
            } catch (SQLException asBefore) {
                statement.execute("ROLLBACK TO before");
            }
        } finally {
            plain.rollback();
            plain.setAutoCommit(true);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        int values = sql.startsWith("COPY ") ? sql.indexOf(FROM_STDIN) : -1;
        if (values >= 0) {
            copy(connection, sql.substring(0, values) + " FROM STDIN", sql.substring(values + FROM_STDIN.length()));
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void copy(Connection connection, String copy, String values) throws SQLException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            StringWriter row = new StringWriter();
            copies.copyOut("COPY (SELECT " + values + ") TO STDOUT", row);
            copies.copyIn(copy, new StringReader(row.toString()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
