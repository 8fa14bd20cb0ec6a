package dev.lockstep.integration.scorecard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs parts, each in a process of its own, and reads their answers. What goes wrong with one is said in its rows. */
final class Runner {
    private final ObjectMapper mapper = new ObjectMapper();
    private final Path folder;

    /** @param folder for the answers and logs of the parts */
    Runner(Path folder) {
        this.folder = folder;
    }

    List<Row> run(Part part) throws IOException, InterruptedException {
        Path answer = folder.resolve(part.name().replace(' ', '-') + ".json");
        Path log = folder.resolve(part.name().replace(' ', '-') + ".log");
        Process process = new ProcessBuilder(commandLine(part))
                .redirectOutput(answer.toFile())
                .redirectError(Redirect.to(log.toFile()))
                .start();
        if (!process.waitFor(part.minutes(), TimeUnit.MINUTES)) {
            process.destroy();
            return part.notRun("not through after " + part.minutes() + " min");
        }
        return rows(part, Files.readString(answer), process.exitValue(), log);
    }

    /** A part says by its exit code that something was violated; then its answer says what. Without an answer it did not run. */
    List<Row> rows(Part part, String answer, int exitCode, Path log) throws IOException {
        try {
            JsonNode json = mapper.readTree(answer);
            if (json.isObject()) {
                return part.rows().apply(json);
            }
        } catch (JsonProcessingException | IllegalArgumentException otherAnswer) {
            return part.notRun("its answer cannot be read: " + otherAnswer.getMessage());
        }
        return part.notRun("ended with " + exitCode + ": " + lastLine(log));
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines =
                Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1).strip();
    }

    private static List<String> commandLine(Part part) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(part.java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), part.program()));
        command.addAll(part.arguments());
        return command;
    }
}
