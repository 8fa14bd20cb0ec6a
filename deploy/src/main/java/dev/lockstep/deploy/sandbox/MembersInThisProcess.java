package dev.lockstep.deploy.sandbox;

import dev.lockstep.agent.Agent;
import dev.lockstep.agent.settings.SettingsFile;
import dev.lockstep.coordinator.Coordinator;
import dev.lockstep.coordinator.CoordinatorSettings;
import dev.lockstep.deploy.servers.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;

/** Everything in this JVM: the least memory, and nothing that can be killed by itself. */
final class MembersInThisProcess implements MemberFactory {

    private final SandboxWiring wiring;

    MembersInThisProcess(SandboxWiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Server coordinator(String name, int port) {
        CoordinatorSettings settings = new CoordinatorSettings(
                        name,
                        SandboxSettings.PREFIX,
                        wiring.kafka(),
                        wiring.zooKeeper(),
                        SandboxSettings.HOST,
                        port,
                        SandboxSettings.HOST,
                        CoordinatorSettings.DEFAULT_SESSION_TIMEOUT_MILLIS,
                        wiring.keys().privateKey(name),
                        wiring.keys().publicKeys())
                .withSnapshots(wiring.folder(name).resolve("snapshots"));
        return new InThisProcess(
                name, wiring.folder(name), SandboxSettings.HOST + ":" + port, () -> Coordinator.start(settings));
    }

    @Override
    public Server agent(String name, SandboxNode node) {
        Path file = AgentFile.write(wiring, name, node);
        return new InThisProcess(
                name,
                wiring.folder(name),
                "",
                () -> Agent.start(SettingsFile.read(file), "sandbox", new SimpleMeterRegistry()));
    }
}
