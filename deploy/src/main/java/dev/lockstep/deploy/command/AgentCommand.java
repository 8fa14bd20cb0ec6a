package dev.lockstep.deploy.command;

import dev.lockstep.agent.Agent;
import dev.lockstep.agent.AgentSettings;
import dev.lockstep.deploy.sandbox.Closer;
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

    private record Ready(String config, long pid) {}

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
    public Integer call() {
        Closer closer = new Closer();
        EndOfProcess.ends(closer);
        try {
            closer.add(Agent.start(AgentSettings.read(config)));
            Ready ready = new Ready(config.toString(), ProcessHandle.current().pid());
            console.out().println(json ? Json.of(ready) : "ready: agent with " + ready.config());
            readyFile.write("ready");
            EndOfProcess.await();
        } finally {
            closer.close();
        }
        return ExitCode.YES.number();
    }
}
