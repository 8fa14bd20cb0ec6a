package dev.lockstep.deploy.sandbox;

import dev.lockstep.deploy.servers.ProgramProcess;
import dev.lockstep.deploy.servers.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Each coordinator and agent as a process of its own, which can be killed, and ends when this JVM does. */
final class MembersAsProcesses implements MemberFactory {

    private static final String PROGRAM = "dev.lockstep.deploy.Lockstep";
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final SandboxWiring wiring;

    MembersAsProcesses(SandboxWiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Server coordinator(String name, int port) {
        String address = SandboxSettings.HOST + ":" + port;
        List<String> arguments = new ArrayList<>(List.of("coordinator", "--name", name, "--listen", address));
        arguments.addAll(List.of("--advertise", SandboxSettings.HOST));
        arguments.addAll(List.of("--kafka", wiring.kafka(), "--zookeeper", wiring.zooKeeper()));
        arguments.addAll(List.of("--prefix", SandboxSettings.PREFIX));
        arguments.addAll(List.of("--data", wiring.folder(name).toString()));
        arguments.addAll(List.of("--signing-key", wiring.keys().privateKey(name).toString()));
        wiring.keys().publicKeys().forEach(key -> arguments.addAll(List.of("--trusted-key", key.toString())));
        return process(name, address, arguments);
    }

    @Override
    public Server agent(String name, SandboxNode node) {
        Path file = AgentFile.write(wiring, name, node);
        return process(name, "", new ArrayList<>(List.of("agent", "--config", file.toString())));
    }

    private Server process(String name, String address, List<String> arguments) {
        Path folder = wiring.folder(name);
        Path ready = folder.resolve("ready");
        arguments.addAll(List.of("--ready-file", ready.toString()));
        arguments.add(0, PROGRAM);
        return new ProgramProcess(name, folder, address, ready, JAVA_OPTIONS, arguments);
    }
}
