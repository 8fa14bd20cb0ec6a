package dev.lockstep.integration.kill;

import dev.lockstep.deploy.sandbox.Member;
import dev.lockstep.deploy.servers.ProgramProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A second agent beside the same node, as somebody starts one when the first does not answer. */
final class Successor implements AutoCloseable {
    private final String name;
    private final ProgramProcess process;

    /** @param folder of the first one; the second gets one beside it */
    Successor(Member first, Path folder) {
        name = first.name() + "-successor";
        Path own = folder.resolveSibling(name);
        Path settings = own.resolve("agent.yaml");
        try {
            Files.createDirectories(own);
            // A copy is as secret as what it is of.
            Files.copy(
                    folder.resolve("agent.yaml"),
                    settings,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(
                    settings,
                    Files.readString(settings).replace("name: " + first.name() + "\n", "name: " + name + "\n"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Path ready = own.resolve("ready");
        process = new ProgramProcess(
                name,
                own,
                "",
                ready,
                List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(
                        "dev.lockstep.deploy.Lockstep",
                        "agent",
                        "--config",
                        settings.toString(),
                        "--ready-file",
                        ready.toString()));
    }

    String name() {
        return name;
    }

    void start() {
        process.start();
    }

    @Override
    public void close() {
        process.kill();
    }
}
