package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableTextTest {
    @ParameterizedTest
    @CsvSource({
        "\\0, U+0000",
        "\\x1b[2K, U+001B",
        "\\b, U+0008",
        "\\r, U+000D",
        "\\x7f, U+007F",
        "\\x9b, U+009B",
        "\\u202e, U+202E",
        "\\u2066, U+2066",
        "\\ud800, U+D800",
        "\\udc00, U+DC00"
    })
    void whatPeopleDoNotSeeAsItIsIsRefusedWhereverItStands(String escaped, String shown) {
        String refusal = ": expected printable text, found the character " + shown + "; take it out";
        for (String text : List.of(
                "change: a\nfleet: b\nwhy: \"a" + escaped + "b\"\noperations:\n- drop_table: {table: t}\n",
                "change: a\nfleet: b\noperations:\n- drop_table: {table: \"a" + escaped + "b\"}\n",
                "change: a\nfleet: b\noperations:\n- drop_table: {\"table" + escaped + "\": t}\n",
                "change: a\nfleet: b\noperations:\n" + "- set_not_null: {table: t, column: c, value: \"'a" + escaped
                        + "b'\"}\n",
                "change: a\nfleet: b\noperations:\n" + "- sql: {phase: expand, postgres: {run: \"SELECT 'a" + escaped
                        + "b'\"}}\n")) {
            assertThat(ChangeFiles.problems(text)).singleElement().asString().endsWith(refusal);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!binary 30m", "!evil 30m", "!!java.lang.ProcessBuilder 30m"})
    void aTagIsRefusedWhateverItIsOn(String tagged) {
        String operation = "\noperations:\n- drop_table: {table: t}\n";
        assertThat(ChangeFiles.problems("change: a\nfleet: b\nrollout: {deadline: " + tagged + "}" + operation))
                .singleElement()
                .asString()
                .startsWith("change.yaml:3:21: expected a value without a tag, found the tag ");
        assertThat(ChangeFiles.problems("!evil change: a\nfleet: b" + operation))
                .hasSize(1);
        assertThat(ChangeFiles.problems("change: a\nfleet: b\nrollout: !!set {retries: 1}" + operation))
                .hasSize(1);
        assertThat(ChangeFiles.problems("change: !!str a\nfleet: b" + operation))
                .isEmpty();
    }

    @Test
    void whatSomeLanguagesNeedIsNoProblem() {
        assertThat(
                        ChangeFiles.problems(
                                "change: a\nfleet: b\nwhy: \"שלום\\u200e 1\\u200f \\ud83d\\ude00\"\noperations:\n"
                                        + "- sql: {phase: expand, postgres: {run: \"SELECT\\t1,\\r\\n2\", undo: SELECT 1, done_when: SELECT 1}}\n"))
                .isEmpty();
    }
}
