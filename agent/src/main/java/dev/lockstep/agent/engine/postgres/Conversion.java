package dev.lockstep.agent.engine.postgres;

/**
 * How a value of a column becomes one of the column beside it, and back. NULL stays NULL, whatever the expressions say, and nothing else may become NULL.
 *
 * @param column the old one
 * @param beside the new one
 * @param seenAs the name that {@code down} has for the new one; the old one's, where views show both under it
 * @param oldType in the server's words
 * @param type in the server's words
 * @param up what the change says, empty for a cast
 * @param down what the change says, empty for a cast
 */
record Conversion(String column, String beside, String seenAs, String oldType, String type, String up, String down) {

    /** Whether each value has its own in the new type, and no old writer can write one that has none. */
    boolean losesNothing() {
        return up.isEmpty() && new TypePair(oldType, type).losesNothing();
    }

    /** The new value, as an expression over the row. */
    String upward() {
        return up.isEmpty() ? cast(quoted(column)) : up;
    }

    /** The old value, as an expression over the row. */
    String downward() {
        return down.isEmpty()
                ? castBack(quoted(beside))
                : seenAs.equals(beside)
                        ? down
                        : "(SELECT (%s) FROM (SELECT %s AS %s) AS seen)"
                                .formatted(down, quoted(beside), quoted(seenAs));
    }

    /** The new value in a trigger. */
    String upwardIn(TableName table) {
        return up.isEmpty() ? cast("NEW." + quoted(column)) : over(table, quoted(column), up);
    }

    /** The old value in a trigger. */
    String downwardIn(TableName table) {
        String named = seenAs.equals(beside) ? quoted(beside) : quoted(beside) + " AS " + quoted(seenAs);
        return down.isEmpty() ? castBack("NEW." + quoted(beside)) : over(table, named, down);
    }

    /** A cast may cut or round in silence: what does not come back as it was has no value in the new type. */
    private String cast(String value) {
        String cast = "CAST(%s AS %s)".formatted(value, type);
        return losesNothing()
                ? cast
                : "CASE WHEN pg_catalog.record_image_eq(ROW(CAST(%s AS %s)), ROW(%s)) THEN %s END"
                        .formatted(cast, oldType, value, cast);
    }

    /** Without a length, which a cast would cut to; the assignment to the column refuses what is too long. */
    private String castBack(String value) {
        return "CAST(%s AS %s)".formatted(value, TypePair.base(oldType));
    }

    private static String over(TableName table, String named, String expression) {
        return "(SELECT (%s) FROM (SELECT NEW.%s) AS %s)"
                .formatted(expression, named, Quoting.identifier(table.name()));
    }

    /** A condition for rows in which the two do not belong to each other, whoever wrote them. */
    String broken(boolean bothWritten) {
        String wrong =
                "pg_catalog.record_image_ne(ROW(%s), ROW(CAST((%s) AS %s)))".formatted(quoted(beside), upward(), type);
        if (bothWritten) {
            wrong += " AND pg_catalog.record_image_ne(ROW(%s), ROW(CAST((%s) AS %s)))"
                    .formatted(quoted(column), downward(), oldType);
        }
        return "(%s IS NULL) <> (%s IS NULL) OR %s IS NOT NULL AND %s"
                .formatted(quoted(column), quoted(beside), quoted(column), wrong);
    }

    /** A condition for rows whose old value has no new one. */
    String unconverted() {
        return "%s IS NULL AND %s IS NOT NULL".formatted(quoted(beside), quoted(column));
    }

    static String quoted(String name) {
        return Quoting.identifier(name);
    }
}
