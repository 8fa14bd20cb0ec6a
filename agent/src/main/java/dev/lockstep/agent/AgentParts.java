package dev.lockstep.agent;

import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.engine.DatabaseEngine;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.report.LeaderChannels;
import dev.lockstep.v1.Engine;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an agent is joined to.
 *
 * @param engines by family
 * @param directives makes the source of one node of a fleet
 * @param gate the agent's place behind the gates
 * @param leader the way to the leading coordinator
 * @param owned closed after everything else, last first
 */
public record AgentParts(
        Map<Engine, DatabaseEngine> engines,
        Function<String, DirectiveSource> directives,
        PhaseGate gate,
        LeaderChannels leader,
        List<AutoCloseable> owned) {
    public AgentParts {
        engines = Map.copyOf(engines);
        owned = List.copyOf(owned);
    }
}
