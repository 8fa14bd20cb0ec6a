package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "'it''s; -- no comment'",
                "CASE WHEN a IN (1, 2) THEN 'x' ELSE 'y' END",
                "coalesce(a, b[1], 'z')",
                "$$a ) ; $$",
                "\"odd;name\" + 1",
                "ARRAY[1, 2]"
            })
    void takesOneExpression(String text) {
        assertThat(Expressions.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "1; DROP TABLE x",
                "1, 2",
                "1) WHERE (true",
                "(1",
                "[1)",
                "'open",
                "\"open",
                "$$open",
                "1 -- rest",
                "1 /* rest */",
                "/* open"
            })
    void refusesWhatBreaksOutOfItsPlace(String text) {
        assertThat(Expressions.isOne(text)).isFalse();
    }
}
