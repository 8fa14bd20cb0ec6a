package dev.lockstep.change;

import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.change.sql.SqlToken;
import java.util.List;
import java.util.Optional;

/** Finds what every engine accepts and each means differently: it would fill the same column with different values. */
final class NeutralSql {
    private static final String PER_ENGINE = "; write {postgres: …, mysql: …}";

    private NeutralSql() {}

    /** Why a text for all engines will not do, as the part of a message after "expected "; empty when it will. */
    static Optional<String> objection(String written) {
        List<SqlToken> tokens = SqlText.of(written, SqlDialect.POSTGRES).tokens();
        String found = ", found " + Found.quoted(written);
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.kind() == SqlToken.Kind.QUOTED_NAME) {
                return Optional.of("SQL that means the same on every engine" + found
                        + ", where double quotes are a name on PostgreSQL and a text on MySQL" + PER_ENGINE);
            }
            if (token.kind() == SqlToken.Kind.STRING && token.text().contains("\\")) {
                return Optional.of("SQL that means the same on every engine" + found
                        + ", where a backslash is itself on PostgreSQL and an escape on MySQL" + PER_ENGINE);
            }
            if (token.isSign("|") && i > 0 && tokens.get(i - 1).isSign("|")) {
                return Optional.of("SQL that means the same on every engine" + found
                        + ", where || joins texts on PostgreSQL and means OR on MySQL; write concat(…, …), or {postgres:"
                        + " …, mysql: …}");
            }
        }
        return Optional.empty();
    }
}
