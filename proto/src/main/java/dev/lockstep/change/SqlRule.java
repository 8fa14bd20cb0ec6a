package dev.lockstep.change;

import dev.lockstep.change.sql.SqlConstant;
import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import java.util.Optional;

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
            boolean isBareWord = sql.tokens().size() == 1 && written.matches("[\\p{L}_][\\p{L}\\p{N}_ -]*");
            String advice = isBareWord
                    ? "; a text needs SQL's quotes inside YAML's: \"'" + written + "'\""
                    : "; for anything that is computed use `value`";
            return Optional.of(
                    "a constant as SQL (a number, a text in single quotes, TRUE, FALSE, NULL, CURRENT_TIMESTAMP or"
                            + " now()), found " + Found.quoted(written) + advice);
        }
    };

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
