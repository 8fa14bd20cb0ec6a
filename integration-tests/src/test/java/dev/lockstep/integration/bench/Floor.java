package dev.lockstep.integration.bench;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.KafkaDirectiveSource;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.coordinator.directives.KafkaDirectives;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.KafkaFleets;
import dev.lockstep.coordinator.journal.KafkaJournal;
import dev.lockstep.coordinator.journal.KafkaTiming;
import dev.lockstep.coordinator.journal.ProducerFactory;
import dev.lockstep.v1.AgentServiceGrpc;
import dev.lockstep.v1.AgentServiceGrpc.AgentServiceBlockingStub;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.GetTipRequest;
import dev.lockstep.v1.NodeHeld;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Position;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * What a transition cannot do without, each alone and with nobody beside it: one journal transaction read back, one directive published and received, one gRPC
 * round trip. The floor is their sum, sample by sample.
 */
record Floor(Percentiles journal, Percentiles directive, Percentiles grpc) {
    private static final String FLEET = "floor";
    private static final int WARM_UP = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    Percentiles sum() {
        return journal.plus(directive).plus(grpc);
    }

    /**
     * Measures it.
     *
     * @param servedFleet a fleet that the coordinator leads, for the round trip
     */
    static Floor measure(Surroundings around, int coordinatorPort, String servedFleet, int samples) throws Exception {
        // The coordinator must not lead this fleet: it would claim its journal.
        Surroundings alone = around.withPrefix(around.prefix() + "-floor");
        try (Admin admin = KafkaFleets.connect(alone.cluster(), KafkaTiming.DEFAULT)) {
            new KafkaFleets(admin, alone.cluster(), KafkaTiming.DEFAULT).ensure(FLEET);
            return new Floor(
                    journal(alone, admin, samples),
                    directive(alone, samples),
                    grpc(coordinatorPort, servedFleet, samples));
        }
    }

    private static Percentiles journal(Surroundings alone, Admin admin, int samples) throws Exception {
        try (KafkaJournal journal = new KafkaJournal(
                admin,
                alone.cluster(),
                FLEET,
                alone.key(),
                alone.trusted(),
                KafkaTiming.DEFAULT,
                ProducerFactory.plain())) {
            journal.follow(verdict -> {});
            ClaimOutcome claim = journal.claim("floor", 0).get();
            if (!(claim instanceof ClaimOutcome.Claimed claimed)) {
                throw new IllegalStateException("expected the claim of the floor's journal to count, but " + claim);
            }
            return timed(samples, () -> append(claimed.writer()));
        }
    }

    private static void append(JournalWriter writer) throws Exception {
        Event event = Event.newBuilder()
                .setNodeHeld(NodeHeld.newBuilder().setNode("shard-1").setReason("nothing"))
                .build();
        AppendOutcome outcome = writer.append(List.of(event), 0).get();
        if (!(outcome instanceof AppendOutcome.Appended)) {
            throw new IllegalStateException("expected an append to count, but " + outcome);
        }
    }

    private static Percentiles directive(Surroundings alone, int samples) throws Exception {
        BlockingQueue<ReceivedDirective> received = new LinkedBlockingQueue<>();
        try (KafkaDirectives topic = new KafkaDirectives(alone.cluster(), FLEET, KafkaTiming.DEFAULT);
                KafkaDirectiveSource source = new KafkaDirectiveSource(alone.cluster(), FLEET, alone.trusted())) {
            Thread receiver = new Thread(() -> receive(source, received), "floor-receiver");
            receiver.start();
            Publisher publisher = new Publisher(alone, topic, received);
            Percentiles times = timed(samples, publisher::publish);
            receiver.interrupt();
            source.close();
            receiver.join();
            return times;
        }
    }

    private static void receive(KafkaDirectiveSource source, BlockingQueue<ReceivedDirective> received) {
        Position position = Position.getDefaultInstance();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                for (ReceivedDirective next : source.poll(position, Duration.ofMillis(250))) {
                    if (next instanceof ReceivedDirective.Accepted accepted) {
                        position = Position.newBuilder()
                                .setNumber(accepted.number())
                                .setHash(accepted.signed().hash())
                                .build();
                    }
                    received.add(next);
                }
            } catch (RuntimeException ended) {
                return;
            }
        }
    }

    private static Percentiles grpc(int port, String fleet, int samples) throws Exception {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            AgentServiceBlockingStub stub = AgentServiceGrpc.newBlockingStub(channel);
            GetTipRequest request = GetTipRequest.newBuilder().setFleet(fleet).build();
            return timed(samples, () -> stub.getTip(request));
        } finally {
            channel.shutdownNow();
        }
    }

    private static Percentiles timed(int samples, Action action) throws Exception {
        Percentiles times = new Percentiles();
        for (int i = -WARM_UP; i < samples; i++) {
            long startNanos = System.nanoTime();
            action.run();
            if (i >= 0) {
                times.add(System.nanoTime() - startNanos);
            }
        }
        return times;
    }

    /** What is timed. */
    private interface Action {
        void run() throws Exception;
    }

    /** Publishes directives that follow each other, and waits until each has been received. Used by one thread. */
    private static final class Publisher {
        private final Surroundings around;
        private final KafkaDirectives topic;
        private final BlockingQueue<ReceivedDirective> received;
        private long number;
        private ByteString previousHash = ByteString.EMPTY;

        Publisher(Surroundings around, KafkaDirectives topic, BlockingQueue<ReceivedDirective> received) {
            this.around = around;
            this.topic = topic;
            this.received = received;
        }

        void publish() throws InterruptedException {
            number++;
            ByteString payload = Directive.newBuilder()
                    .setFleet(FLEET)
                    .setNumber(number)
                    .setPreviousHash(previousHash)
                    .setEpoch(1)
                    .setOrder(Order.newBuilder().addNodes("shard-1").setPause(PauseWork.getDefaultInstance()))
                    .build()
                    .toByteString();
            previousHash = Hashing.hash(Domain.DIRECTIVE, payload);
            topic.append(List.of(around.key().seal(Domain.DIRECTIVE, payload).toByteString()));
            ReceivedDirective next = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!(next instanceof ReceivedDirective.Accepted accepted) || accepted.number() != number) {
                throw new IllegalStateException("expected directive " + number + " to be received, but " + next);
            }
        }
    }
}
