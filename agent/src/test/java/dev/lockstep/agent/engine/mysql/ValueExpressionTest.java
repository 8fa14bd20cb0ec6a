package dev.lockstep.agent.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueExpressionTest {

    private static final TableFacts ORDERS = TableFacts.planned(
            "orders",
            Stream.of("country", "amount", "date", "day", "key part", "upper")
                    .map(name -> ColumnFacts.planned(name, "int", true, false, ""))
                    .toList(),
            List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "country | NEW.`country`",
                "CASE WHEN country IN ('DE','FR') THEN 'eu' ELSE 'us' END | CASE WHEN NEW.`country` IN ('DE','FR') THEN 'eu' ELSE 'us' END",
                "COUNTRY + `Amount` | NEW.`country` + NEW.`amount`",
                "orders.country | NEW.`country`",
                "`orders` . `country` | NEW.`country`",
                "'country' | 'country'",
                "'it''s country \\' amount' | 'it''s country \\' amount'",
                "\"country\" | \"country\"",
                "upper(upper) | upper(NEW.`upper`)",
                "DATE '2020-01-01' | DATE '2020-01-01'",
                "date(date) | date(NEW.`date`)",
                "CAST(amount AS date) | CAST(NEW.`amount` AS date)",
                "`key part` | NEW.`key part`",
                "amount + INTERVAL `day` DAY_HOUR | NEW.`amount` + INTERVAL NEW.`day` DAY_HOUR",
                "day + 1 | NEW.`day` + 1",
                "1 | 1"
            })
    void putsNewBeforeColumnsAndNothingElse(String expression, String rewritten) {
        assertThat(new ValueExpression(expression, ORDERS).overNewRow()).isEqualTo(rewritten);
    }

    @Test
    void leavesColumnsBareForADefault() {
        assertThat(new ValueExpression("concat(orders.country, amount)", ORDERS).overBareColumns())
                .isEqualTo("concat(`country`, `amount`)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "rand() | rand() does not give the same",
                "NOW(6) | now() does not give the same",
                "current_timestamp | current_timestamp does not give the same",
                "uuid() | uuid() does not give the same",
                "unix_timestamp() | unix_timestamp() does not give the same",
                "@x | it reads the variable @x",
                "(SELECT 1) | it looks at other rows (SELECT)",
                "1; DROP TABLE orders | it holds a semicolon",
                "1) | a parenthesis is closed that was not opened",
                "(1 | a parenthesis is not closed",
                "1 -- x | it holds a comment",
                "1 /* x */ | it holds a comment",
                "'x | a quotation mark is not closed",
                "customers.name | is qualified by something else than the table",
                "amount + INTERVAL 1 day | \"day\" may be a column or a keyword here",
                "convert(amount, date) | \"date\" may be a column or a keyword here",
                "region + 1 | it refers to region itself",
                "amount + ? | it holds ?",
                "{fn now()} | it holds {"
            })
    void objects(String expression, String objection) {
        assertThat(new ValueExpression(expression, ORDERS).objections("region"))
                .anySatisfy(said -> assertThat(said).contains(objection));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "coalesce(country, 'x;y--z/*')",
                "unix_timestamp(amount)",
                "amount > 1 AND (country = 'a' OR country = '(')",
                "lower(country) COLLATE utf8mb4_bin",
                "concat(country, '?{')"
            })
    void takesWhatFollowsFromTheRow(String expression) {
        assertThat(new ValueExpression(expression, ORDERS).objections("region")).isEmpty();
    }

    @Test
    void objectsToColumnsThatHaveNoValueYet() {
        TableFacts table = TableFacts.planned(
                "orders",
                List.of(
                        new ColumnFacts("id", "bigint", "bigint", "", "", false, false, "auto_increment", ""),
                        new ColumnFacts("twice", "int", "int", "", "", true, false, "virtual generated", "")),
                List.of());

        assertThat(new ValueExpression("id + twice", table).objections("x"))
                .hasSize(2)
                .anySatisfy(said -> assertThat(said).contains("id, which has no number yet"))
                .anySatisfy(said -> assertThat(said).contains("twice, which is generated"));
    }
}
