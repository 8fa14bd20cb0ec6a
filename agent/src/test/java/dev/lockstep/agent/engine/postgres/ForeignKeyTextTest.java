package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignKeyTextTest {

    private static ConstraintFacts key(String definition) {
        return new ConstraintFacts(
                "key",
                ConstraintFacts.Kind.FOREIGN_KEY,
                List.of(),
                List.of(new TableName("public", "other")),
                definition);
    }

    private static ForeignKeyText text(String definition) {
        return ForeignKeyText.of(key(definition)).orElseThrow();
    }

    @Test
    void namesWithQuotesAreReadAsTheServerWritesThem() {
        ForeignKeyText text = text(
                "FOREIGN KEY (a, \"B, \"\"(c)\") REFERENCES \"S.\".\"T (u) v\"(k_1, \"K) \"\"\") ON DELETE SET NULL (\"B, \"\"(c)\")");

        assertThat(text.columns()).containsExactly("a", "\"B, \"\"(c)\"");
        assertThat(text.keys()).containsExactly("k_1", "\"K) \"\"\"");
        assertThat(text.keyNames()).containsExactly("k_1", "K) \"");
        assertThat(text.actions()).isEqualTo(" ON DELETE SET NULL (\"B, \"\"(c)\")");
    }

    /** Its list of columns to set is not the one of the other table. */
    @Test
    void columnsThatAnActionSetsAreNoKeys() {
        ForeignKeyText text = text("FOREIGN KEY (\"A\") REFERENCES other(id) ON DELETE SET NULL (\"A\")");

        assertThat(text.keys()).containsExactly("id");
        assertThat(text.definition("\"x\"."))
                .isEqualTo("FOREIGN KEY (\"A\") REFERENCES \"x\". (id) ON DELETE SET NULL (\"A\")");
    }

    @Test
    void aRowOfMatchFullRefersByAllColumnsOrNone() {
        String simple = "FOREIGN KEY (a, b) REFERENCES other(x, y)";

        assertThat(text(simple).orphans("c", "p", "o"))
                .isEqualTo(
                        "c.a IS NOT NULL AND c.b IS NOT NULL AND NOT EXISTS (SELECT FROM o AS p WHERE p.x = c.a AND p.y = c.b)");
        assertThat(text(simple + " MATCH FULL").orphans("c", "p", "o"))
                .isEqualTo("((" + text(simple).orphans("c", "p", "o")
                        + ") OR (c.a IS NULL OR c.b IS NULL) AND (c.a IS NOT NULL OR c.b IS NOT NULL))");
        assertThat(text("FOREIGN KEY (a) REFERENCES other(x) MATCH FULL").orphans("c", "p", "o"))
                .doesNotContain(" OR ");
    }

    @Test
    void oneThatTheChangeAddsIsNotThereYet() {
        assertThat(ForeignKeyText.isThere(key("FOREIGN KEY (\"A\") REFERENCES other(id)")))
                .isTrue();
        assertThat(ForeignKeyText.isThere(key("FOREIGN KEY (\"a\") REFERENCES \"public\".\"other\" (\"id\")")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FOREIGN KEY (id, PERIOD valid) REFERENCES other(id, PERIOD valid)",
                "FOREIGN KEY (a, b) REFERENCES other(x)",
                "CHECK (true)"
            })
    void whatIsNotOfColumnsAloneIsLeftToAPerson(String definition) {
        assertThat(ForeignKeyText.of(key(definition))).isEqualTo(Optional.empty());
    }
}
