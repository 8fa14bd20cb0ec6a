package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Severity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks the live rows, for a bounded time. */
final class RowQuestions {

    private static final int LONGEST_SECONDS = 30;
    private static final String CANCELLED = "57014";

    private RowQuestions() {}

    static List<Finding> ask(Connection connection, RowQuestion question) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = '" + LONGEST_SECONDS + "s'");
            for (String sql : question.first()) {
                statement.execute(sql);
            }
            List<String> samples = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(question.query())) {
                while (rows.next()) {
                    samples.add(String.valueOf(rows.getString(1)));
                }
            }
            return samples.isEmpty() ? List.of() : List.of(broken(question, samples));
        } catch (SQLException failure) {
            boolean saidByRehearsal = String.valueOf(failure.getSQLState()).startsWith("42");
            return saidByRehearsal ? List.of() : List.of(unanswered(question, failure));
        } finally {
            connection.rollback(before);
            connection.releaseSavepoint(before);
        }
    }

    private static Finding broken(RowQuestion question, List<String> samples) {
        return Findings.finding(Severity.REFUSE, question.code(), question.message()).toBuilder()
                .addAllSamples(samples)
                .setLine(question.line())
                .build();
    }

    /** What is wrong with the text, the rehearsal says; what is wrong with a row (a cast that fails) is said here. */
    private static Finding unanswered(RowQuestion question, SQLException failure) throws SQLException {
        if (CANCELLED.equals(failure.getSQLState())) {
            return finding(
                    Severity.NOTE,
                    "rows-not-all-seen",
                    "not all rows were looked at within %d s, so this is still open: %s"
                            .formatted(LONGEST_SECONDS, question.message()),
                    question);
        }
        if (!PostgresFailures.isAboutTheText(failure)) {
            throw failure;
        }
        return finding(
                Severity.REFUSE,
                "value-fails",
                "expected the server to compute this for every row, but it says: %s; correct the operation or the row. The query was: %s"
                        .formatted(PostgresRehearsal.firstLine(failure), question.query()),
                question);
    }

    private static Finding finding(Severity severity, String code, String message, RowQuestion question) {
        return Findings.finding(severity, code, message).toBuilder()
                .setLine(question.line())
                .build();
    }
}
