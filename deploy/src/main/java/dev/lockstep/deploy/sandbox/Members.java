package dev.lockstep.deploy.sandbox;

import dev.lockstep.deploy.servers.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The coordinators and agents of a sandbox, however they run. Thread-safe once built. */
final class Members {

    private final List<Server> coordinators = new ArrayList<>();
    private final List<Server> agents = new ArrayList<>();

    void addCoordinator(Server coordinator) {
        coordinators.add(coordinator);
    }

    void addAgent(Server agent) {
        agents.add(agent);
    }

    List<Server> coordinators() {
        return coordinators;
    }

    List<Server> agents() {
        return agents;
    }

    Optional<Server> named(String name) {
        return all().stream().filter(member -> member.name().equals(name)).findFirst();
    }

    List<Server> all() {
        List<Server> all = new ArrayList<>(coordinators);
        all.addAll(agents);
        return all;
    }

    static Member describe(Server server) {
        return new Member(server.name(), server.url(), server.pid().orElse(0));
    }
}
