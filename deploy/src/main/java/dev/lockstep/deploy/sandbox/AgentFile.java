package dev.lockstep.deploy.sandbox;

import java.nio.file.Path;

final class AgentFile {
    private AgentFile() {}

    static Path write(SandboxWiring wiring, String name, SandboxNode node) {
        return wiring.folder(name);
    }
}
