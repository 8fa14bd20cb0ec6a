package dev.lockstep.deploy.sandbox;

import dev.lockstep.deploy.servers.Server;

/** Makes coordinators and agents that are not started yet: in this JVM, or as processes. */
interface MemberFactory {

    /** @param port where it listens */
    Server coordinator(String name, int port);

    Server agent(String name, SandboxNode node);
}
