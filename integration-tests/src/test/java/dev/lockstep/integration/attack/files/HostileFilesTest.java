package dev.lockstep.integration.attack.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.ChangeFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostileFilesTest {
    @Test
    void whatIsWrongIsRefusedAndWhatIsTakenIsReadAsItIsWritten() throws Exception {
        FileReport report = FileReport.of(
                HostileFiles.in(Path.of("../docs/examples"), Path.of("../proto/src/test/resources/change/good")),
                ChangeFile::read,
                1,
                500);
        assertThat(report.tally().findings()).isEmpty();
        assertThat(report.tally().tricks()).isEqualTo(FileTrick.values().length);
        assertThat(report.tally().taken()).isPositive();
        assertThat(report.controls())
                .hasSize(3)
                .allSatisfy((control, seen) -> assertThat(seen).as(control).isPositive());
    }
}
