package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lockstep.golden.GoldenFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in the text, the reader answers, and soon. */
class HostileChangeFileTest {
    private static final String PIECES = " \t\n:-[]{}'\"&*!|>%@`#,?\\\0\uFEFFä\uD83D0aé$;()/";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aDamagedFileIsReadOrRefusedButNeverThrows(long seed) {
        Random random = new Random(seed);
        List<Path> files = Stream.concat(
                        ChangeFiles.in(ChangeFiles.GOOD).stream(), ChangeFiles.in(ChangeFiles.BAD).stream())
                .toList();
        for (int i = 0; i < 400; i++) {
            String text = damaged(GoldenFile.read(files.get(random.nextInt(files.size()))), random);
            assertThatCode(() -> {
                        if (ChangeFile.read("damaged.yaml", text) instanceof ChangeFileResult.Problems problems) {
                            assertThat(problems.problems()).isNotEmpty();
                        }
                    })
                    .as("seed %d, round %d: %s", seed, i, text)
                    .doesNotThrowAnyException();
        }
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(damaged.length() + 1);
            int until = Math.min(damaged.length(), at + random.nextInt(5));
            char piece = PIECES.charAt(random.nextInt(PIECES.length()));
            damaged.replace(at, until, random.nextBoolean() ? String.valueOf(piece) : "");
        }
        return damaged.toString();
    }

    @Test
    void hugeFilesAreRefusedSoon() {
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            assertThat(ChangeFiles.problems("change: " + "a".repeat(2_000_000)))
                    .containsExactly(
                            "change.yaml:1:1: expected at most 1000000 characters, found 2000008; split it into"
                                    + " several changes");
            assertThat(ChangeFiles.problems("[".repeat(900_000)))
                    .containsExactly("change.yaml:1:21: expected at most 20 levels, found more");
            assertThat(ChangeFiles.problems("a: [" + "1, ".repeat(200_000) + "1]"))
                    .containsExactly("change.yaml:1:1: expected at most 20000 values, found more once aliases are"
                            + " followed; write them out where they are few");
            assertThat(ChangeFiles.problems("change: " + "x".repeat(900_000))).hasSize(3);
            assertThat(ChangeFiles.problems("x".repeat(900_000) + ": 1")).isNotEmpty();
        });
    }

    @Test
    void whatIsShownOfATextIsShort() {
        assertThat(ChangeFiles.problems("fleet: a\noperations: []\nchange: \"" + "long ".repeat(1000) + "\"")
                        .toString())
                .hasSizeLessThan(300);
    }

    @Test
    void aByteOrderMarkIsNoProblem() {
        assertThat(ChangeFiles.problems("\uFEFFchange: a\nfleet: b\noperations:\n- drop_index: {table: t, name: i}\n"))
                .isEmpty();
    }

    @Test
    void windowsLineEndsAreNoProblemAndPlacesStayRight() {
        assertThat(ChangeFiles.problems("change: a\r\nfleet: b\r\noperations:\r\n- drop_index: {table: t, nam: i}\r\n"))
                .containsExactly("change.yaml:4:26: expected a key of drop_index, found \"nam\"; did you mean `name`?");
    }
}
