package dev.lockstep.agent;

import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.report.LeaderChannels;
import dev.lockstep.agent.settings.AgentSettings;
import dev.lockstep.agent.settings.NodeSettings;
import dev.lockstep.signing.Approvers;
import java.util.List;
import java.util.function.Function;

/**
 * What an agent is joined to.
 *
 * @param databases gives the database of a node
 * @param directives makes the source of one node of a fleet
 * @param gate the agent's place behind the gates
 * @param approvers whose approvals count
 * @param leader the way to the leading coordinator
 * @param owned closed after everything else, last first
 */
public record AgentParts(
        Function<NodeSettings, NodeDatabase> databases,
        Function<String, DirectiveSource> directives,
        PhaseGate gate,
        Approvers approvers,
        LeaderChannels leader,
        List<AutoCloseable> owned) {
    public AgentParts {
        owned = List.copyOf(owned);
    }

    /** The real parts that settings name. */
    public static AgentParts of(AgentSettings settings) {
        return AgentConnections.of(settings);
    }

    /** The same with other databases. */
    public AgentParts withDatabases(Function<NodeSettings, NodeDatabase> others) {
        return new AgentParts(others, directives, gate, approvers, leader, owned);
    }
}
