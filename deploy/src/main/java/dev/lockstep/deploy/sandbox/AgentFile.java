package dev.lockstep.deploy.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Writes the settings file of an agent that serves one node of the sandbox. */
final class AgentFile {

    private AgentFile() {}

    /** Writes it anew, because it follows from the rest; only its owner may read it. */
    static Path write(SandboxWiring wiring, String name, SandboxNode node) {
        Path file = wiring.folder(name).resolve("agent.yaml");
        try {
            Files.createDirectories(wiring.folder(name));
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text(wiring, name, node), StandardCharsets.UTF_8);
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to write " + file, failed);
        }
    }

    private static String text(SandboxWiring wiring, String name, SandboxNode node) {
        StringBuilder text = new StringBuilder();
        text.append("name: ").append(name).append('\n');
        text.append("prefix: ").append(SandboxSettings.PREFIX).append('\n');
        text.append("kafka: ").append(quoted(wiring.kafka())).append('\n');
        text.append("zookeeper: ").append(quoted(wiring.zooKeeper())).append('\n');
        text.append("trusted_keys: ").append(quoted(wiring.keys().publicKeys())).append('\n');
        text.append("nodes:\n");
        text.append("  - fleet: ").append(SandboxSettings.FLEET).append('\n');
        text.append("    name: ").append(node.name()).append('\n');
        text.append("    engine: ").append(node.engine()).append('\n');
        text.append("    url: ").append(quoted(node.jdbcUrl())).append('\n');
        text.append("    user: ").append(quoted(node.server().user())).append('\n');
        text.append("    password: ").append(quoted(node.server().password())).append('\n');
        text.append("    labels:\n");
        node.labels()
                .forEach((label, value) -> text.append("      ")
                        .append(label)
                        .append(": ")
                        .append(quoted(value))
                        .append('\n'));
        return text.toString();
    }

    private static String quoted(List<Path> paths) {
        return "["
                + String.join(
                        ", ",
                        paths.stream()
                                .map(path -> quoted(path.toAbsolutePath().toString()))
                                .toList()) + "]";
    }

    /** A YAML text that means itself, whatever is in it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
