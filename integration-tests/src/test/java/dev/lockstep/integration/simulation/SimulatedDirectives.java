package dev.lockstep.integration.simulation;

import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.directives.DirectivesUnreachableException;
import dev.lockstep.agent.directives.InMemoryDirectiveSource;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.v1.Position;
import java.time.Duration;
import java.util.List;

/** The directives' topic as one node's follower reaches it. */
final class SimulatedDirectives implements DirectiveSource {
    private final World world;
    private final Process process;
    private final SimulatedDatabase database;
    private final InMemoryDirectiveSource inner;

    SimulatedDirectives(World world, Process process, SimulatedDatabase database) {
        this.world = world;
        this.process = process;
        this.database = database;
        this.inner = new InMemoryDirectiveSource(World.FLEET, world.kafka().directivesRead());
    }

    @Override
    public List<ReceivedDirective> poll(Position after, Duration wait) {
        process.requireAlive();
        if (process.withoutKafkaUntil() > world.now()) {
            throw new DirectivesUnreachableException("Kafka does not answer", null);
        }
        return world.seams().received(world, process, database, inner.poll(after, Duration.ZERO));
    }

    @Override
    public void wake() {
        inner.wake();
    }

    @Override
    public void close() {
        inner.close();
    }
}
