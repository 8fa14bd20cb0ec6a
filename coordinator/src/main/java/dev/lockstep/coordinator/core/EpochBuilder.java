package dev.lockstep.coordinator.core;

import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RosterMember;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes the next value of an {@link Epoch} within one evolve; never leaves it. */
final class EpochBuilder {
    private final Epoch from;
    Stage stage;
    Phase phase;
    boolean paused;
    String reason;
    List<RosterMember> roster;
    SortedMap<String, EpochNode> nodes;
    SortedMap<String, Waiver> waivers;
    SortedMap<String, EpochNode> left;

    @Nullable
    Approval approval;

    String releasedBy;
    long closedAtMillis;
    List<Epoch.PhaseTime> times;
    SortedMap<String, String> leftOut;

    EpochBuilder(Epoch from) {
        this.from = from;
        this.stage = from.stage();
        this.phase = from.phase();
        this.paused = from.paused();
        this.reason = from.reason();
        this.roster = from.roster();
        this.nodes = from.nodes();
        this.waivers = from.waivers();
        this.left = from.left();
        this.approval = from.approval();
        this.releasedBy = from.releasedBy();
        this.closedAtMillis = from.closedAtMillis();
        this.times = new ArrayList<>(from.times());
        this.leftOut = from.leftOut();
    }

    /** Goes to a stage that may follow. */
    void enter(Stage next) {
        if (!stage.next().contains(next)) {
            throw new IllegalStateException("an event was counted that cannot be: epoch " + from.number()
                    + " cannot go from " + stage + " to " + next);
        }
        stage = next;
    }

    void closeOpenPhase(long atMillis) {
        times.replaceAll(time -> time.closed(atMillis));
    }

    Epoch build() {
        return new Epoch(
                from.number(),
                from.change(),
                from.changeBytes(),
                from.changeHash(),
                roster,
                from.requestedBy(),
                from.openedAtMillis(),
                closedAtMillis,
                stage,
                phase,
                paused,
                reason,
                nodes,
                waivers,
                left,
                approval,
                releasedBy,
                times,
                leftOut);
    }
}
