package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.SignedEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What the coordinators of a simulated fleet have decided, as it stands in their journal. The signatures of the simulation are no real ones; hashes and chains
 * are over the payloads, so whoever signs these anew has a real history.
 *
 * @param journal payloads of the journal's records, in order, those that lost a race among them
 */
public record Recording(List<ByteString> journal) {
    public Recording {
        journal = List.copyOf(journal);
    }

    /** Of the fleet that this seed makes, with its faults. The same for the same seed. */
    public static Recording of(long seed) throws InterruptedException, ExecutionException {
        FutureTask<Recording> recording = new FutureTask<>(() -> record(seed));
        Seeds.threadWithRoom(recording).start();
        return recording.get();
    }

    private static Recording record(long seed) throws InvalidProtocolBufferException {
        World world = new World(seed, Variant.INTENDED, false, new Trace(null));
        Simulation.drive(world);
        return new Recording(payloads(world.kafka().journal()));
    }

    /** Without what nobody signed: strangers write to the topic, too. */
    private static List<ByteString> payloads(List<ByteString> records) throws InvalidProtocolBufferException {
        List<ByteString> payloads = new ArrayList<>();
        for (ByteString each : records) {
            SignedEnvelope envelope = SignedEnvelope.parseFrom(each);
            if (World.KEY.objection(Domain.JOURNAL_ENTRY, envelope).isEmpty()) {
                payloads.add(envelope.getPayload());
            }
        }
        return payloads;
    }
}
