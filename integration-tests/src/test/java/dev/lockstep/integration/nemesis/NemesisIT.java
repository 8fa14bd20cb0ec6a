package dev.lockstep.integration.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two minutes of faults on real processes, as somebody types it; {@code integration-tests/bin/nemesis} does more of them. */
class NemesisIT {
    private static final String SEED = "11";

    @Test
    void nothingIsLostDoubledOrEarlyWhateverIsKilledStoppedOrCut() throws Exception {
        Process nemesis = start("--minutes", "2", "--seed", SEED, "--json");
        String answer = new String(nemesis.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(nemesis.waitFor())
                .as("again: integration-tests/bin/nemesis --minutes 2 --seed %s; it said %s", SEED, answer)
                .isZero();
        JsonNode report = new ObjectMapper().readTree(answer);
        assertThat(report.required("violations")).isEmpty();
        assertThat(report.required("faults").asInt()).isGreaterThan(10);
        assertThat(report.required("epochs").asInt()).isPositive();
        assertThat(report.required("statements").asInt()).isGreaterThan(1_000);
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("lockstep."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NemesisCommand.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }
}
