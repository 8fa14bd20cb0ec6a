package dev.lockstep.coordinator.fleet;

import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Due;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.directives.PublishOutcome;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.gates.GateKeeper.CloseAttempt;
import dev.lockstep.coordinator.gates.GateKeeper.SealOutcome;
import dev.lockstep.v1.Phase;
import dev.lockstep.zookeeper.GateId;
import dev.lockstep.zookeeper.Seal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@link Due} says: seals gates of phases that were left, publishes directives, takes the gates of phases that are through. All methods are called
 * on the loop's thread; what waits for ZooKeeper or Kafka runs elsewhere and comes back through the mailbox.
 */
final class LeaderDuties implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderDuties.class);

    /** How often the leader looks again at what could not be done. */
    static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(200);

    private static final Duration GATE_TIMEOUT = Duration.ofSeconds(2);

    private final String fleet;
    private final DirectivePublisher directives;
    private final GateKeeper gates;
    private final Clocks clocks;
    private final Consumer<Runnable> mailbox;
    private final Consumer<Command> decide;
    private final Consumer<String> stepDown;
    private final Consumer<String> stop;

    private final Set<Due> underWay = new HashSet<>();
    private final Set<Due> sealed = new HashSet<>();
    private final Set<GateId> held = new LinkedHashSet<>();
    private final Map<Long, Long> releaseSeenAtMillis = new HashMap<>();
    private final OpenPhases openPhases = new OpenPhases();
    private final Set<Long> seenOpen = new HashSet<>();
    private boolean publishingNow;
    private boolean foreignDirectiveSeen;
    private long published = -1;
    private long office;
    private String waitsFor = "";

    LeaderDuties(
            String fleet,
            DirectivePublisher directives,
            GateKeeper gates,
            Clocks clocks,
            Consumer<Runnable> mailbox,
            Consumer<Command> decide,
            Consumer<String> stepDown,
            Consumer<String> stop) {
        this.fleet = fleet;
        this.directives = directives;
        this.gates = gates;
        this.clocks = clocks;
        this.mailbox = mailbox;
        this.decide = decide;
        this.stepDown = stepDown;
        this.stop = stop;
    }

    /** What stands in the way; empty for nothing. */
    String waitsFor() {
        return waitsFor;
    }

    /** A new term of office: nothing is known of what was done before. */
    void begin() {
        end();
        office++;
    }

    /** Lets go of everything. Answers that still come belong to another office and are dropped. */
    void end() {
        office++;
        held.forEach(gates::release);
        held.clear();
        underWay.clear();
        sealed.clear();
        releaseSeenAtMillis.clear();
        openPhases.forget();
        publishingNow = false;
        published = -1;
        waitsFor = "";
    }

    /** Starts whatever is due and not under way. */
    void look(FleetState state) {
        watchReleases(state);
        openPhases.look(state, clocks.elapsedMillis());
        watchEpochs(state);
        List<Due> due = Due.of(state, this::soakedMillis, this::openMillis);
        sealed.retainAll(due);
        underWay.removeIf(each -> each instanceof Due.CallTime && !due.contains(each));
        releaseAllBut(due);
        for (Due each : due) {
            if (each instanceof Due.SealGate seal && !sealed.contains(seal)) {
                start(seal, () -> seal(seal));
            } else if (each instanceof Due.TakeGate take) {
                start(take, () -> take(take));
            } else if (each instanceof Due.CallTime late) {
                start(
                        late,
                        () -> decide.accept(
                                new Command.TimeIsUp(late.epoch(), late.phase(), openMillis(late.epoch()))));
            }
        }
        boolean allSealed = due.stream().allMatch(each -> !(each instanceof Due.SealGate) || sealed.contains(each));
        if (allSealed && !publishingNow && published < state.directives()) {
            publish();
        }
    }

    /** The gates of an epoch that has ended are of no use to anybody; those of a new one are wanted soon, by many at once. */
    private void watchEpochs(FleetState state) {
        Set<Long> open = new HashSet<>();
        state.openEpochs().forEach(epoch -> open.add(epoch.number()));
        for (long seen : seenOpen) {
            if (!open.contains(seen)) {
                var unused = gates.forget(fleet, seen);
            }
        }
        for (long each : open) {
            if (!seenOpen.contains(each)) {
                var unused = gates.prepare(fleet, each);
            }
        }
        seenOpen.clear();
        seenOpen.addAll(open);
    }

    private void start(Due due, Runnable action) {
        if (underWay.add(due)) {
            action.run();
        }
    }

    private void take(Due.TakeGate take) {
        GateId gate = GateId.forward(fleet, take.epoch(), take.phase());
        close(take, gate, attempt -> {
            underWay.remove(take);
            if (attempt instanceof CloseAttempt.Held) {
                held.add(gate);
                waitsFor = "";
                decide.accept(new Command.GateHeld(take.epoch(), take.phase(), soakedMillis(take.epoch())));
            } else {
                report(gate, attempt);
            }
        });
    }

    private void seal(Due.SealGate due) {
        GateId gate = GateId.forward(fleet, due.epoch(), due.phase());
        if (held.contains(gate)) {
            // It was taken for the decision. Sealing finds out by itself whether it is held still.
            sealHeld(due, gate);
            return;
        }
        close(due, gate, attempt -> {
            if (attempt instanceof CloseAttempt.Held) {
                held.add(gate);
                sealHeld(due, gate);
            } else {
                underWay.remove(due);
                report(gate, attempt);
            }
        });
    }

    /** A gate that is given after the office has ended is given back: the next leader waits for it, perhaps elsewhere. */
    private void close(Due due, GateId gate, Consumer<CloseAttempt> action) {
        long inOffice = office;
        var unused = gates.tryClose(gate, GATE_TIMEOUT)
                .whenComplete((attempt, failed) -> mailbox.accept(() -> {
                    if (inOffice == office && failed != null) {
                        underWay.remove(due);
                        wentWrong("the " + gate, failed);
                    } else if (inOffice == office) {
                        action.accept(attempt);
                    } else if (attempt instanceof CloseAttempt.Held && !isWanted(gate)) {
                        release(gate);
                    }
                }));
    }

    private boolean isWanted(GateId gate) {
        return held.contains(gate)
                || underWay.stream().anyMatch(due -> gateOf(due).equals(gate));
    }

    private GateId gateOf(Due due) {
        return due instanceof Due.TakeGate take
                ? GateId.forward(fleet, take.epoch(), take.phase())
                : GateId.forward(fleet, ((Due.SealGate) due).epoch(), ((Due.SealGate) due).phase());
    }

    private void sealHeld(Due.SealGate due, GateId gate) {
        Seal seal = new Seal(due.openedByEntry(), due.term());
        thenOrAgain(due, gate, gates.seal(gate, seal), outcome -> {
            if (outcome instanceof SealOutcome.Done) {
                sealed.add(due);
                underWay.remove(due);
                release(gate);
                waitsFor = "";
            } else if (outcome instanceof SealOutcome.Conflict conflict) {
                // Somebody sealed it for a decision that does not count: ours does.
                thenOrAgain(
                        due, gate, gates.removeUncountedSeal(gate, conflict.found()), removed -> underWay.remove(due));
            } else {
                if (outcome instanceof SealOutcome.NotHeld) {
                    held.remove(gate);
                }
                underWay.remove(due);
                waitsFor = gate + ": " + outcome;
            }
        });
    }

    private void release(GateId gate) {
        held.remove(gate);
        var unused = gates.release(gate);
    }

    /** A gate that was taken for a decision that is no longer due (a pause came in between) must not keep agents out. */
    private void releaseAllBut(List<Due> due) {
        if (held.isEmpty()) {
            return;
        }
        Set<GateId> needed = new HashSet<>();
        for (Due each : due) {
            if (each instanceof Due.TakeGate take) {
                needed.add(GateId.forward(fleet, take.epoch(), take.phase()));
            } else if (each instanceof Due.SealGate seal && !sealed.contains(seal)) {
                needed.add(GateId.forward(fleet, seal.epoch(), seal.phase()));
            }
        }
        List.copyOf(held).stream().filter(gate -> !needed.contains(gate)).forEach(this::release);
    }

    private void report(GateId gate, CloseAttempt attempt) {
        waitsFor = attempt instanceof CloseAttempt.Busy busy
                ? "the " + gate + " is still held by " + String.join(", ", busy.holders())
                : "the " + gate + ": " + attempt;
    }

    private void publish() {
        publishingNow = true;
        then(
                directives.publishPending(),
                outcome -> {
                    publishingNow = false;
                    onPublished(outcome);
                },
                failed -> {
                    publishingNow = false;
                    wentWrong("directives could not be published", failed);
                });
    }

    private void onPublished(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Published done) {
            published = done.number();
            foreignDirectiveSeen = false;
            waitsFor = "";
        } else if (outcome instanceof PublishOutcome.Damaged damaged) {
            onForeignDirective(damaged.reason());
        } else {
            waitsFor = "directives could not be published: " + outcome;
            LOG.warn("fleet {}: {}", fleet, waitsFor);
        }
    }

    /**
     * The topic holds a directive that this journal did not decide. Perhaps another one leads, and it is this coordinator that is behind: a new claim reads to
     * the end. When it is still there then, it is damage (rule L4).
     */
    private void onForeignDirective(String reason) {
        boolean again = foreignDirectiveSeen;
        foreignDirectiveSeen = true;
        (again ? stop : stepDown).accept(reason);
    }

    /** Goes on with what a gate answers. When it fails instead, which a gate should not, the duty is due again at the next look. */
    private <T> void thenOrAgain(Due due, GateId gate, CompletableFuture<T> future, Consumer<T> action) {
        then(future, action, failed -> {
            underWay.remove(due);
            wentWrong("the " + gate, failed);
        });
    }

    private void wentWrong(String what, Throwable failed) {
        waitsFor = what + ": " + failed;
        LOG.warn("fleet {}: {}; it is tried again", fleet, what, failed);
    }

    private <T> void then(CompletableFuture<T> future, Consumer<T> action, Consumer<Throwable> onFailure) {
        long inOffice = office;
        var unused = future.whenComplete((value, failed) -> mailbox.accept(() -> {
            if (inOffice != office) {
                return;
            }
            if (failed != null) {
                onFailure.accept(failed);
            } else {
                action.accept(value);
            }
        }));
    }

    private void watchReleases(FleetState state) {
        for (Epoch epoch : state.openEpochs()) {
            if (epoch.phase() == Phase.RELEASE && epoch.everyNodeAcknowledged()) {
                releaseSeenAtMillis.putIfAbsent(epoch.number(), clocks.elapsedMillis());
            }
        }
    }

    private long openMillis(long epoch) {
        return openPhases.openMillis(epoch, clocks.elapsedMillis());
    }

    private long soakedMillis(long epoch) {
        Long since = releaseSeenAtMillis.get(epoch);
        return since == null ? 0 : clocks.elapsedMillis() - since;
    }

    @Override
    public void close() {
        gates.close();
    }
}
