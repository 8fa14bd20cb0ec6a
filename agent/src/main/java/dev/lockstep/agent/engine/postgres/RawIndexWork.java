package dev.lockstep.agent.engine.postgres;

import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.change.sql.SqlToken;
import java.util.List;
import java.util.Optional;

/**
 * A raw statement that builds or drops an index beside writers. When it is broken off, half an index stays under its name, which no done_when can tell from a whole one or from
 * none, which is in the way of the next build, and which keeps nothing unique.
 *
 * @param index its name, as it is written, with the schema of its table
 */
record RawIndexWork(String index) {

    /** Empty for any other statement, and for an index to which the server gives a name. */
    static Optional<RawIndexWork> of(String sql) {
        List<SqlToken> tokens = SqlText.of(sql, SqlDialect.POSTGRES).tokens();
        return isWord(tokens, 0, "DROP") ? ofDrop(tokens) : ofBuild(tokens);
    }

    private static Optional<RawIndexWork> ofBuild(List<SqlToken> tokens) {
        int at = 0;
        if (!isWord(tokens, at++, "CREATE")) {
            return Optional.empty();
        }
        at += isWord(tokens, at, "UNIQUE") ? 1 : 0;
        if (!isWord(tokens, at, "INDEX") || !isWord(tokens, at + 1, "CONCURRENTLY")) {
            return Optional.empty();
        }
        at += 2;
        at += isWord(tokens, at, "IF") ? 3 : 0;
        if (at >= tokens.size() || !isWord(tokens, at + 1, "ON")) {
            return Optional.empty();
        }
        String name = tokens.get(at).text();
        at += isWord(tokens, at + 2, "ONLY") ? 3 : 2;
        boolean hasSchema = isSchema(tokens, at);
        return Optional.of(
                new RawIndexWork((hasSchema ? tokens.get(at).text() : TableName.DEFAULT_SCHEMA) + "." + name));
    }

    /** The server takes one index at a time so. */
    private static Optional<RawIndexWork> ofDrop(List<SqlToken> tokens) {
        if (!isWord(tokens, 1, "INDEX") || !isWord(tokens, 2, "CONCURRENTLY")) {
            return Optional.empty();
        }
        int at = isWord(tokens, 3, "IF") ? 5 : 3;
        if (at >= tokens.size()) {
            return Optional.empty();
        }
        boolean hasSchema = isSchema(tokens, at) && at + 2 < tokens.size();
        return Optional.of(new RawIndexWork(
                hasSchema
                        ? tokens.get(at).text() + "." + tokens.get(at + 2).text()
                        : TableName.DEFAULT_SCHEMA + "." + tokens.get(at).text()));
    }

    private static boolean isSchema(List<SqlToken> tokens, int at) {
        return at + 1 < tokens.size() && tokens.get(at + 1).isSign(".");
    }

    private static boolean isWord(List<SqlToken> tokens, int place, String word) {
        return place < tokens.size() && tokens.get(place).isWord(word);
    }

    /** Removes half an index, and leaves a whole one alone: that is somebody's. It waits for its lock no longer than a step does. */
    List<String> cleanup(int lockTimeoutMillis) {
        String condition = "SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid"
                .formatted(Quoting.literal(index));
        return List.of(
                "SET lock_timeout = %d".formatted(lockTimeoutMillis),
                "DO %s"
                        .formatted(DollarQuotes.around(
                                " BEGIN IF EXISTS (%s) THEN DROP INDEX %s; END IF; END ".formatted(condition, index))),
                "SET lock_timeout = 0");
    }
}
