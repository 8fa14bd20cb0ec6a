package dev.lockstep.agent.engine.postgres;

import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.change.sql.SqlToken;
import java.util.List;
import java.util.Optional;

/**
 * A raw step that builds an index beside writers. When it is broken off, half an index stays under its name, which is in the way of the next try, and which no
 * done_when can tell from none.
 *
 * @param index its name, as it is written, with the schema of its table
 */
record RawIndexBuild(String index) {

    /** Empty for any other statement, and for an index to which the server gives a name. */
    static Optional<RawIndexBuild> of(String sql) {
        List<SqlToken> tokens = SqlText.of(sql, SqlDialect.POSTGRES).tokens();
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
        boolean hasSchema = at + 1 < tokens.size() && tokens.get(at + 1).isSign(".");
        return Optional.of(
                new RawIndexBuild((hasSchema ? tokens.get(at).text() : TableName.DEFAULT_SCHEMA) + "." + name));
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
