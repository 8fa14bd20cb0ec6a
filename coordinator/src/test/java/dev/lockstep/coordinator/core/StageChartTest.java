package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chart of stages in the documentation is the table in the code. */
class StageChartTest {
    private static final Path PAGE = Path.of("../docs/protocol.md");

    @Test
    void theChartInTheDocumentationIsTheTable() throws IOException {
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        int begin = page.indexOf("<!-- stages: begin -->\n");
        int end = page.indexOf("<!-- stages: end -->");
        assertThat(begin)
                .as("the place of the chart in %s", PAGE)
                .isNotNegative()
                .isLessThan(end);

        assertThat(page.substring(begin + "<!-- stages: begin -->\n".length(), end))
                .as("the chart in %s; put this one in its place", PAGE)
                .isEqualTo(chart());
    }

    private static String chart() {
        List<String> lines =
                new ArrayList<>(List.of("```mermaid", "stateDiagram-v2", "    [*] --> FORWARD", "    [*] --> WAITING"));
        for (Stage stage : Stage.values()) {
            stage.next().stream().sorted().forEach(next -> lines.add("    " + stage + " --> " + next));
            if (stage.isEnded()) {
                lines.add("    " + stage + " --> [*]");
            }
        }
        lines.add("```");
        return String.join("\n", lines) + "\n";
    }
}
