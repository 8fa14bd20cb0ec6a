package dev.lockstep.integration.bench;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.v1.EpochClosed;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodePlanned;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseAcknowledged;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads a fleet's journal beside the coordinator, as anybody may: an acknowledgement is a report that was read back there as counted. Told by one thread;
 * asked by any.
 */
final class JournalWatch implements JournalReader {
    private final int nodes;
    private final Map<PhaseOfEpoch, Set<String>> acknowledging = new ConcurrentHashMap<>();
    private final Map<PhaseOfEpoch, Long> acknowledgedNanos = new ConcurrentHashMap<>();
    private final Map<Long, TreeMap<String, ByteString>> planning = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Map<String, ByteString>>> planned = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<EpochClosed>> closed = new ConcurrentHashMap<>();
    private volatile long events;
    private volatile long entries;

    /** @param nodes how many there are in the fleet */
    JournalWatch(int nodes) {
        this.nodes = nodes;
    }

    @Override
    public void onVerdict(Verdict verdict) {
        if (verdict instanceof Verdict.Counted counted) {
            take(counted.entry(), System.nanoTime());
        } else if (verdict instanceof Verdict.Damaged damaged) {
            throw new IllegalStateException("the journal of the benchmark is damaged: " + damaged.reason());
        }
    }

    private void take(CountedEntry entry, long nanos) {
        for (Event event : entry.entry().getEventsList()) {
            switch (event.getKindCase()) {
                case PHASE_ACKNOWLEDGED -> acknowledged(event.getPhaseAcknowledged(), nanos);
                case NODE_PLANNED -> planned(event.getNodePlanned());
                case EPOCH_CLOSED -> closed(event.getEpochClosed().getEpoch()).complete(event.getEpochClosed());
                default -> {
                    // Not what is measured.
                }
            }
        }
        events += entry.entry().getEventsCount();
        entries++;
    }

    private void acknowledged(PhaseAcknowledged event, long nanos) {
        PhaseOfEpoch phase = new PhaseOfEpoch(event.getEpoch(), event.getDone().getPhase());
        Set<String> names = acknowledging.computeIfAbsent(phase, key -> new TreeSet<>());
        names.add(event.getStamp().getNode());
        if (names.size() == nodes) {
            acknowledgedNanos.put(phase, nanos);
            acknowledging.remove(phase);
        }
    }

    private void planned(NodePlanned event) {
        TreeMap<String, ByteString> plans = planning.computeIfAbsent(event.getEpoch(), epoch -> new TreeMap<>());
        plans.put(event.getStamp().getNode(), event.getPlanned().getPlanHash());
        if (plans.size() == nodes) {
            plans(event.getEpoch()).complete(plans);
            planning.remove(event.getEpoch());
        }
    }

    /** The hashes of the plans of an epoch, when every node has one. */
    CompletableFuture<Map<String, ByteString>> plans(long epoch) {
        return planned.computeIfAbsent(epoch, number -> new CompletableFuture<>());
    }

    /** How an epoch has ended. */
    CompletableFuture<EpochClosed> closed(long epoch) {
        return closed.computeIfAbsent(epoch, number -> new CompletableFuture<>());
    }

    /** When the last node's acknowledgement of a phase was in the journal. */
    long acknowledgedNanos(long epoch, Phase phase) {
        Long nanos = acknowledgedNanos.get(new PhaseOfEpoch(epoch, phase));
        if (nanos == null) {
            throw new IllegalStateException(
                    "expected every node to have acknowledged " + phase + " of epoch " + epoch + ", but not all have");
        }
        return nanos;
    }

    long events() {
        return events;
    }

    long entries() {
        return entries;
    }
}
