package dev.lockstep.deploy.command;

import dev.lockstep.agent.Agent;
import dev.lockstep.agent.settings.AgentSettings;
import dev.lockstep.agent.settings.SettingsException;
import dev.lockstep.agent.settings.SettingsFile;
import dev.lockstep.deploy.sandbox.Closer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "agent",
        description = "Run the agent of one or more nodes until it is asked to end (SIGTERM, Ctrl-C).",
        footer = {"", "Example:", "  lockstep agent --config /etc/lockstep/agent.yaml"})
final class AgentCommand implements Callable<Integer> {

    private record Ready(String name, long pid) {}

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            defaultValue = "${env:LOCKSTEP_AGENT_CONFIG}",
            description = "Its settings (YAML): coordinators, Kafka, ZooKeeper, trusted keys, nodes. Default:"
                    + " $$LOCKSTEP_AGENT_CONFIG.")
    private Path config = Path.of("");

    @Option(names = "--json", description = "Say that it is ready as one line of JSON.")
    private boolean json;

    @Mixin
    private final ReadyFile readyFile = new ReadyFile();

    private final Console console;

    AgentCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        AgentSettings settings = settings();
        Closer closer = new Closer();
        EndOfProcess.ends(closer);
        String reason;
        try {
            Agent agent = closer.add(Agent.start(settings, LockstepCommand.version(), new SimpleMeterRegistry()));
            Ready ready = new Ready(settings.name(), ProcessHandle.current().pid());
            console.out().println(json ? Json.of(ready) : "ready: " + ready.name() + " serves " + nodes(settings));
            readyFile.write("ready");
            reason = agent.awaitAbandoned();
        } finally {
            closer.close();
        }
        throw new CommandFailure(ExitCode.FAILED, "SUPERSEDED", reason, "let only one agent serve a node");
    }

    private AgentSettings settings() {
        try {
            return SettingsFile.read(config);
        } catch (SettingsException wrong) {
            throw CommandFailure.badInput(
                    wrong.getMessage() == null ? wrong.toString() : wrong.getMessage(), "correct the file");
        }
    }

    private static String nodes(AgentSettings settings) {
        return String.join(
                ", ",
                settings.nodes().stream()
                        .map(node -> node.fleet() + "/" + node.name())
                        .toList());
    }
}
