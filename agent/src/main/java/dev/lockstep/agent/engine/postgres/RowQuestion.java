package dev.lockstep.agent.engine.postgres;

/**
 * A question to the live rows: a query that returns a sample of those that break a rule, none when all is well.
 *
 * @param query one text column
 * @param code of the finding when there are rows
 * @param message of the finding
 */
record RowQuestion(String query, String code, String message, int line) {

    RowQuestion(String query, String code, String message) {
        this(query, code, message, 0);
    }

    RowQuestion atLine(int newLine) {
        return new RowQuestion(query, code, message, newLine);
    }
}
