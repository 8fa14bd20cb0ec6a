package dev.lockstep.change;

import dev.lockstep.v1.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The change files among the test's resources, and short ways to read one. */
final class ChangeFiles {
    static final Path GOOD = Path.of("src/test/resources/change/good");
    static final Path BAD = Path.of("src/test/resources/change/bad");

    private ChangeFiles() {}

    static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(".txt")
                            && !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where the expectation of a change file stands. */
    static Path expectation(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
    }

    static Change good(String text) {
        ChangeFileResult result = ChangeFile.read("change.yaml", text);
        if (result instanceof ChangeFileResult.Read read) {
            return read.change();
        }
        throw new AssertionError("expected a good file, found " + problems(text));
    }

    static List<String> problems(String text) {
        return problems("change.yaml", text);
    }

    static List<String> problems(String name, String text) {
        return ChangeFile.read(name, text) instanceof ChangeFileResult.Problems problems
                ? problems.problems().stream().map(Problem::toString).toList()
                : List.of();
    }
}
