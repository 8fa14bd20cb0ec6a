package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@code change/bad} and its exact messages; the README there says how to add one. */
class BadChangeFileTest {

    static List<Path> badFiles() {
        return ChangeFiles.in(ChangeFiles.BAD);
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileIsRefusedWithExactlyTheseMessages(Path file) {
        List<String> problems = ChangeFiles.problems(file.getFileName().toString(), GoldenFile.read(file));

        assertThat(problems).as("a file in the folder of bad files").isNotEmpty();
        GoldenFile.assertSame(ChangeFiles.expectation(file), String.join("\n", problems) + "\n");
    }

    @Test
    void thereAreManyAndEachExpectationHasItsFile() throws IOException {
        List<Path> expected = badFiles().stream().map(ChangeFiles::expectation).toList();

        assertThat(expected).hasSizeGreaterThan(150).doesNotHaveDuplicates();
        try (Stream<Path> files = Files.list(ChangeFiles.BAD)) {
            assertThat(files.filter(file -> file.toString().endsWith(".txt"))).isSubsetOf(expected);
        }
    }
}
