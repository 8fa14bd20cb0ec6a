package dev.lockstep.change.sql;

import static dev.lockstep.change.sql.SqlDialect.MYSQL;
import static dev.lockstep.change.sql.SqlDialect.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

    private static List<String> words(String sql, SqlDialect dialect) {
        return SqlText.of(sql, dialect).tokens().stream().map(SqlToken::text).toList();
    }

    @Test
    void commentsAreSpace() {
        assertThat(words("a -- b\n c /* d /* e */ f */ g", POSTGRES)).containsExactly("a", "c", "g");
        assertThat(words("a -- b\n c # d\n /* e /* f */ g --", MYSQL)).containsExactly("a", "c", "g");
    }

    @Test
    void mysqlNeedsASpaceBehindTheTwoDashes() {
        assertThat(words("5--1", MYSQL)).containsExactly("5", "-", "-", "1");
        assertThat(words("5--1", POSTGRES)).containsExactly("5");
    }

    @Test
    void whatMysqlExecutesIsNoComment() {
        assertThat(words("/*!40101 SET x */ y", MYSQL)).containsExactly("SET", "x", "y");
        assertThat(words("/*M!100100 SET x */", MYSQL)).containsExactly("SET", "x");
        assertThat(words("/*!40101 SET x */", POSTGRES)).isEmpty();
        assertThat(SqlText.of("/*! SET x", MYSQL).flaw()).contains("a comment that is never closed");
    }

    @Test
    void stringsAreOneTokenInEveryQuote() {
        assertThat(words("'it''s' \"a\"\"b\" $$x;'y$$ $t$ $$ $t$ E'a\\'b' x'0f'", POSTGRES))
                .containsExactly("'it''s'", "\"a\"\"b\"", "$$x;'y$$", "$t$ $$ $t$", "E'a\\'b'", "x'0f'");
        assertThat(words("'a\\'b' \"c\\\"d\" `e``f` _utf8mb4'g'", MYSQL))
                .containsExactly("'a\\'b'", "\"c\\\"d\"", "`e``f`", "_utf8mb4'g'");
    }

    @Test
    void aBackslashMeansNothingInAPostgresString() {
        assertThat(words("'a\\' b", POSTGRES)).containsExactly("'a\\'", "b");
    }

    @Test
    void doubleQuotesAreANameOnPostgresAndAStringOnMysql() {
        assertThat(SqlText.of("\"a\"", POSTGRES).tokens().get(0).kind()).isEqualTo(SqlToken.Kind.QUOTED_NAME);
        assertThat(SqlText.of("\"a\"", MYSQL).tokens().get(0).kind()).isEqualTo(SqlToken.Kind.STRING);
    }

    @Test
    void aParameterIsNoDollarQuote() {
        assertThat(words("$1 + $2", POSTGRES)).containsExactly("$", "1", "+", "$", "2");
        assertThat(words("a$b$c", POSTGRES)).containsExactly("a$b$c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    POSTGRES | 'a     | a quote ' that is never closed
                    POSTGRES | "a     | a quote " that is never closed
                    POSTGRES | $a$ x  | a quote $a$ that is never closed
                    POSTGRES | /* /* */ | a comment that is never closed
                    MYSQL    | 'a\\'  | a quote ' that is never closed
                    MYSQL    | `a     | a quote ` that is never closed
                    MYSQL    | /* a   | a comment that is never closed
                    """)
    void whatIsNeverClosedIsAFlaw(SqlDialect dialect, String sql, String flaw) {
        assertThat(SqlText.of(sql, dialect).flaw()).contains(flaw);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    POSTGRES | 0 | ; ; -- nothing
                    POSTGRES | 1 | SELECT 1;
                    POSTGRES | 1 | SELECT ';' /* ; */
                    POSTGRES | 2 | SELECT 1; SELECT 2
                    POSTGRES | 3 | BEGIN; SELECT 1; COMMIT
                    POSTGRES | 1 | DO $$ BEGIN a; b; END $$
                    POSTGRES | 1 | CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE a WHEN 1 THEN 2 END; END
                    POSTGRES | 2 | CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2
                    MYSQL    | 1 | CREATE TRIGGER t BEFORE INSERT ON o FOR EACH ROW BEGIN IF a THEN SET b = 1; END IF; END
                    MYSQL    | 1 | CREATE PROCEDURE p() BEGIN CASE a WHEN 1 THEN SET b = 1; END CASE; BEGIN SET c = 1; END; END
                    MYSQL    | 2 | CREATE PROCEDURE p() BEGIN SET a = 1; END; DROP TABLE t
                    MYSQL    | 2 | CREATE TABLE begin (a int); SELECT 1
                    """)
    void statementsAreCounted(SqlDialect dialect, int count, String sql) {
        assertThat(SqlText.of(sql, dialect).statements()).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    f(a, g(b)      | (
                    f(a))          | )
                    a[1)           | )
                    """)
    void aLoneBracketIsFound(String sql, String bracket) {
        assertThat(SqlText.of(sql, POSTGRES).loneBracket()).contains(bracket);
    }

    @Test
    void bracketsInStringsAndPairsAreFine() {
        assertThat(SqlText.of("f(')', a[1], (b))", POSTGRES).loneBracket()).isEmpty();
    }
}
