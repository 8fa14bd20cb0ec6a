package dev.lockstep.agent.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    @Test
    void keysCanBeReadAgain() {
        for (List<String> key : List.of(
                List.of("17"), List.of("a", "b"), List.of("it's", ","), List.of("", "''"), List.of("','", "\n"))) {
            assertThat(KeyText.read(KeyText.write(key))).isEqualTo(key);
        }
    }

    @Test
    void keysCanBeReadByAPerson() {
        assertThat(KeyText.write(List.of("17", "it's"))).isEqualTo("'17','it''s'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "'17", "'17'x", "'1' '2'"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> KeyText.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a backfill position");
    }
}
