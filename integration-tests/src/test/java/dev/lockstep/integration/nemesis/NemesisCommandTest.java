package dev.lockstep.integration.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.integration.nemesis.Fault.Kind;
import dev.lockstep.integration.nemesis.check.Checker;
import dev.lockstep.integration.nemesis.check.History;
import dev.lockstep.integration.nemesis.check.LoadRecord;
import dev.lockstep.integration.nemesis.check.LoadRecord.Failure;
import dev.lockstep.integration.nemesis.check.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the command says, and what it refuses. */
class NemesisCommandTest {
    @Test
    void theAnswerHasTheseKeysAndNoOthers() {
        Failure failure = new Failure("shard-1", "SELECT 1", "08006", 0, "gone", true, 1, 2);
        History history = new History(
                "orders",
                List.of(ByteString.EMPTY, ByteString.EMPTY),
                List.of(ByteString.EMPTY),
                Map.of(),
                List.of(),
                Map.of(),
                Set.of(),
                new LoadRecord(70, Map.of(), List.of(failure), List.of()));
        Violation violation = new Violation("I2", "epoch 1", "\"early\"");
        NemesisReport report = new NemesisReport(
                Map.of(Kind.KILL, 2, Kind.LOSE, 3),
                new Checker.Verdict(4, 1, new Checker.RosterActs(5, 3, 2, 1), 0, List.of(violation)),
                history,
                List.of(violation),
                Path.of("logs"));

        assertThat(report.toJson())
                .isEqualTo("{\"faults\":5,\"epochs\":4,\"rolledBack\":1,\"statements\":70,\"failedStatements\":1,"
                        + "\"events\":3,"
                        + "\"violations\":[{\"invariant\":\"I2\",\"where\":\"epoch 1\",\"what\":\"\\\"early\\\"\"}]}");
        assertThat(report.toText()).contains("5 waivers, 3 departures, 2 admissions, 1 of them of restored nodes");
        assertThat(report.toText()).contains("1 failed: 1 by faults at their server, 0 by nothing else");
    }

    @Test
    void refusesATimeThatIsNone() {
        assertThat(exitCodeOf("--minutes", "0")).isEqualTo(2);
        assertThat(exitCodeOf("--minutes", "soon")).isEqualTo(2);
        assertThat(exitCodeOf("--faults", "9")).isEqualTo(2);
    }

    private static int exitCodeOf(String... arguments) {
        return new CommandLine(new NemesisCommand())
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }
}
