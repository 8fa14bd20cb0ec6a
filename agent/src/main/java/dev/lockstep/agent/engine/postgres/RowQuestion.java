package dev.lockstep.agent.engine.postgres;

import java.util.List;

/**
 * A question to the live rows: a query that returns a sample of those that break a rule, none when all is well.
 *
 * @param first what runs before it
 * @param query one text column
 * @param code of the finding when there are rows
 * @param message of the finding
 */
record RowQuestion(List<String> first, String query, String code, String message, int line) {

    RowQuestion {
        first = List.copyOf(first);
    }

    RowQuestion(String query, String code, String message) {
        this(List.of(), query, code, message, 0);
    }

    /** With statements that the query needs: they run in the same transaction, of which nothing stays. */
    RowQuestion after(List<String> statements) {
        return new RowQuestion(statements, query, code, message, line);
    }

    /** With one statement. */
    RowQuestion after(String statement) {
        return after(List.of(statement));
    }

    RowQuestion atLine(int newLine) {
        return new RowQuestion(first, query, code, message, newLine);
    }
}
