package dev.lockstep.integration.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.deploy.servers.KafkaProcess;
import dev.lockstep.deploy.servers.Server;
import dev.lockstep.integration.nemesis.Supervised.Role;
import dev.lockstep.integration.servers.FileLimit;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed is a sequence of faults, and every kind comes up. */
class FaultPlanTest {
    private static final List<String> LINKS = List.of("agent-1->kafka", "agent-1->shard-1");

    @TempDir
    private Path folder;

    @Test
    void theSameSeedGivesTheSameFaultsInTheSameOrder() {
        assertThat(faults(5)).isEqualTo(faults(5)).isNotEqualTo(faults(6));
    }

    @Test
    void everyKindOfFaultComesUp() {
        Set<Fault.Kind> kinds = EnumSet.noneOf(Fault.Kind.class);
        faults(1).forEach(fault -> kinds.add(fault.kind()));

        assertThat(kinds).containsExactly(Fault.Kind.values());
    }

    @Test
    void aDiskIsFullOnlyWhereOneIs() {
        assertThat(faults(1).stream().filter(fault -> fault.kind() == Fault.Kind.NO_ROOM))
                .extracting(Fault::target)
                .contains("kafka", "shard-1")
                .doesNotContain("zookeeper", "shard-3");
    }

    private List<Fault> faults(long seed) {
        List<Supervised> processes = List.of(
                new Supervised(Role.KAFKA, FileLimit.ofBytes(0), server("kafka")),
                new Supervised(Role.ZOOKEEPER, server("zookeeper")),
                new Supervised(Role.DATABASE, FileLimit.ofBytes(0), server("shard-1")),
                new Supervised(Role.DATABASE, server("shard-3")),
                new Supervised(Role.COORDINATOR, server("coordinator-1")),
                new Supervised(Role.AGENT, server("agent-1")));
        FaultPlan plan = new FaultPlan(seed, processes, LINKS);
        return Stream.generate(plan::next).limit(300).toList();
    }

    /** Never started: the plan only asks for its name. */
    private Server server(String name) {
        return new KafkaProcess(name, folder.resolve(name), 0);
    }
}
