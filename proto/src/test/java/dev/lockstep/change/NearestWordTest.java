package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
    private static final List<String> WORDS = List.of("add_index", "drop_index", "add_column", "table", "text");

    @ParameterizedTest
    @CsvSource({
        "ad_index, add_index",
        "add-index, add_index",
        "ADD_INDEX, add_index",
        "add_indxe, add_index",
        "add_colum, add_column",
        "tabel, table",
        "txt, text"
    })
    void findsTheWordThatWasMeant(String written, String meant) {
        assertThat(NearestWord.of(written, WORDS)).contains(meant);
    }

    @Test
    void findsNothingWhereNothingIsNear() {
        assertThat(NearestWord.of("defragment", WORDS)).isEmpty();
        assertThat(NearestWord.of("", WORDS)).isEmpty();
        assertThat(NearestWord.hint("x", WORDS)).isEmpty();
    }
}
