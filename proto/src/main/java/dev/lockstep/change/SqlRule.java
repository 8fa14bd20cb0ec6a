package dev.lockstep.change;

import dev.lockstep.change.sql.SqlConstant;
import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a text of SQL must be. */
enum SqlRule {
    /** One expression over the row. */
    EXPRESSION("an SQL expression over the row") {
        @Override
        Optional<String> objectionTo(SqlText sql, String written) {
            return sql.tokens().stream().anyMatch(token -> token.isSign(";"))
                    ? Optional.of("one SQL expression without ';', found " + Found.quoted(written))
                    : Optional.empty();
        }
    },
    /** A constant that every row gets alike. */
    CONSTANT("a constant as SQL") {
        @Override
        Optional<String> objectionTo(SqlText sql, String written) {
            if (SqlConstant.isConstant(sql)) {
                return Optional.empty();
            }
            return Optional.of(
                    "a constant as SQL (a number, a text in single quotes, TRUE, FALSE, NULL, CURRENT_TIMESTAMP or"
                            + " now()), found " + Found.quoted(written) + advice(written));
        }

        private static String advice(String written) {
            if (BARE_WORDS.matcher(written).matches()) {
                return "; a text needs SQL's quotes inside YAML's: \"'" + written + "'\"";
            }
            if (IN_DOUBLE_QUOTES.matcher(written).matches()) {
                return "; a text needs single quotes in SQL: \"'" + written.substring(1, written.length() - 1) + "'\"";
            }
            if (SqlConstant.isConstant(SqlText.of(written, SqlDialect.POSTGRES))) {
                return "; only PostgreSQL takes it: write {postgres: …, mysql: …}";
            }
            return "; an expression can only stand in the `value` of add_column and set_not_null";
        }
    };

    private static final Pattern BARE_WORDS = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_ -]*");
    private static final Pattern IN_DOUBLE_QUOTES = Pattern.compile("\"[^\"']*\"");

    private final String what;

    SqlRule(String what) {
        this.what = what;
    }

    String what() {
        return what;
    }

    /** The part of a message after "expected "; empty when the text will do. */
    Optional<String> objection(String written, SqlDialect dialect) {
        SqlText sql = SqlText.of(written, dialect);
        if (sql.flaw().isPresent()) {
            return Optional.of(what + ", found " + sql.flaw().get() + " in " + Found.quoted(written));
        }
        if (sql.loneBracket().isPresent()) {
            return Optional.of(
                    what + ", found a " + sql.loneBracket().get() + " without its partner in " + Found.quoted(written));
        }
        if (sql.tokens().isEmpty()) {
            return Optional.of(what + ", found only comments");
        }
        return objectionTo(sql, written);
    }

    abstract Optional<String> objectionTo(SqlText sql, String written);
}
