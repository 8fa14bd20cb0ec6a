package dev.lockstep.agent.engine.postgres;

import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.change.sql.SqlToken;

/** Texts of the server that name a column. */
final class ColumnText {
    private ColumnText() {}

    /** The same text with another column's name. The server reads it in the rehearsal, so what it does not fit is refused. */
    static String renamed(String text, String column, String to) {
        StringBuilder renamed = new StringBuilder();
        int from = 0;
        for (SqlToken token : SqlText.of(text, SqlDialect.POSTGRES).tokens()) {
            int at = text.indexOf(token.text(), from);
            renamed.append(text, from, at).append(names(token, column) ? Quoting.identifier(to) : token.text());
            from = at + token.text().length();
        }
        return renamed.append(text.substring(from)).toString();
    }

    private static boolean names(SqlToken token, String column) {
        return switch (token.kind()) {
            case WORD -> token.text().equals(column);
            case QUOTED_NAME -> token.text().equals(Quoting.identifier(column));
            case NUMBER, STRING, SIGN -> false;
        };
    }
}
