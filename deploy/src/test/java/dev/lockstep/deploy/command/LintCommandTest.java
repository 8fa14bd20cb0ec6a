package dev.lockstep.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {

    private static final String RIGHT = """
            change: orders-region
            fleet: orders
            operations:
              - add_column: {table: orders, column: region, type: text, nullable: true}
            """;

    @TempDir
    private Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aRightFileIsAYes() throws IOException {
        String right = file("right.yaml", RIGHT);

        CommandRun run = CommandRun.of("lint", right);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("1 file is right\n" + right + ":\n  on failure: pause in every phase\n");
    }

    @Test
    void problemsHaveFileLineAndColumn() throws IOException {
        String wrong = file("wrong.yaml", RIGHT.replace("fleet:", "flet:"));

        CommandRun run = CommandRun.of("lint", wrong);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines()).anySatisfy(line -> assertThat(line).startsWith(wrong + ":2:1: "));
    }

    @Test
    void problemsAsJson() throws IOException {
        String wrong = file("wrong.yaml", RIGHT.replace("fleet:", "flet:"));

        CommandRun run = CommandRun.of("lint", "--json", file("right.yaml", RIGHT), wrong);

        JsonObject answer = JsonParser.parseString(run.out()).getAsJsonObject();
        JsonObject problem = answer.getAsJsonArray("problems").get(0).getAsJsonObject();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(answer.get("files").getAsInt()).isEqualTo(2);
        assertThat(problem.keySet()).containsExactly("file", "line", "column", "message");
        assertThat(problem.get("file").getAsString()).isEqualTo(wrong);
        assertThat(answer.getAsJsonArray("policies")).hasSize(1);
    }

    @Test
    void aFileThatIsNoTextIsBadInput() throws IOException {
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        CommandRun run = CommandRun.of("lint", binary.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("expected text in UTF-8");
    }
}
