package dev.lockstep.integration.bench;

import dev.lockstep.deploy.servers.KafkaProcess;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ZooKeeperProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/bench barrier}. */
@Command(
        name = "barrier",
        mixinStandardHelpOptions = true,
        description = "Measures what lies between the last acknowledgement of a phase and the first and the last agent"
                + " that starts the next one, beside the floor: what that cannot do without.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured; a target that is missed is shown as missed",
            "1:something did not end as it should",
            "2:the command was not understood"
        })
final class BarrierCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--agents", split = ",", defaultValue = "10,100,1000", description = "sizes of the fleets")
    private List<Integer> agents = List.of();

    @Option(
            names = "--per-process",
            defaultValue = "50",
            description = "how many agents one process has at most (default: ${DEFAULT-VALUE}); they share what the"
                    + " nodes of one host share: its connections")
    private int perProcess;

    @Option(
            names = "--epochs",
            defaultValue = "50",
            description = "how many epochs of each fleet count, with two transitions each (default: ${DEFAULT-VALUE})")
    private int epochs;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "how many epochs of each fleet come first and do not count (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--statement-millis",
            defaultValue = "1000",
            description =
                    "how long a node's statement takes at most, and at least half of it, without a processor of this"
                            + " machine; 0 for no time (default: ${DEFAULT-VALUE})")
    private int statementMillis;

    @Option(names = "--floor-samples", defaultValue = "500", description = "default: ${DEFAULT-VALUE}")
    private int floorSamples;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (perProcess < 1
                || warmUp < 0
                || epochs < 1
                || floorSamples < 1
                || statementMillis < 0
                || agents.stream().anyMatch(count -> count < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected numbers of at least 1 (--warm-up, --statement-millis: 0), found a smaller one");
        }
        Path folder = Files.createTempDirectory("lockstep-bench-");
        try (Server zooKeeper = new ZooKeeperProcess("zookeeper", folder.resolve("zookeeper"), 0);
                Server kafka = new KafkaProcess("kafka", folder.resolve("kafka"), 0)) {
            zooKeeper.start();
            kafka.start();
            BarrierReport report = new BarrierBench(agents, perProcess, warmUp, epochs, floorSamples, statementMillis)
                    .run(Surroundings.of(kafka.url(), zooKeeper.url(), "bench", folder), System.err::println);
            System.out.print(json ? report.json() : report.text());
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
