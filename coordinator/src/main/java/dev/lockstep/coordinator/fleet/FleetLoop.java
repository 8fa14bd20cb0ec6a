package dev.lockstep.coordinator.fleet;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Decisions;
import dev.lockstep.coordinator.core.Evolution;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.fleet.PendingCommands.Pending;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.CountedEntry;
import dev.lockstep.coordinator.journal.EntryTooLargeException;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.coordinator.snapshot.SnapshotStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns a fleet's state. It takes what commands have come, decides them as one batch, appends the batch to the journal, and applies only
 * what the journal gives back; then it answers. Everything else only enqueues here.
 */
public final class FleetLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FleetLoop.class);

    /** How many messages may wait. */
    private static final int MAILBOX_SIZE = 65_536;

    /** How many commands become one entry at most. */
    private static final int BATCH_SIZE = 1_000;

    private static final Duration CLAIM_AGAIN_AFTER = Duration.ofMillis(300);

    private final String coordinator;
    private final Journal journal;
    private final DirectivePublisher directives;
    private final Clocks clocks;
    private final Supplier<String> leaderAddress;
    private final Mailbox mailbox;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Drive drive;
    private final LeaderDuties duties;
    private final Resumption resumption;

    // Owned by the loop's thread.
    private final PendingCommands pending = new PendingCommands(MAILBOX_SIZE);
    private FleetState state;
    private boolean wantsToLead;
    private boolean claiming;
    private boolean appending;
    private boolean caughtUp;
    private boolean damaged;
    private String trouble = "";
    private @Nullable JournalWriter writer;

    private volatile FleetView view;

    /**
     * @param coordinator name of this coordinator
     * @param journal of the fleet; this loop owns and closes it
     * @param directives of the fleet; owned too
     * @param gates of the fleet; owned too
     * @param leaderAddress "host:port" of the present leader, empty when none is known
     */
    public FleetLoop(
            String coordinator,
            Journal journal,
            DirectivePublisher directives,
            GateKeeper gates,
            Clocks clocks,
            Supplier<String> leaderAddress) {
        this(coordinator, journal, directives, gates, clocks, leaderAddress, SnapshotStore.none());
    }

    /** @param snapshots where the state at checkpoints is kept */
    public FleetLoop(
            String coordinator,
            Journal journal,
            DirectivePublisher directives,
            GateKeeper gates,
            Clocks clocks,
            Supplier<String> leaderAddress,
            SnapshotStore snapshots) {
        this(
                coordinator,
                journal,
                directives,
                gates,
                clocks,
                leaderAddress,
                snapshots,
                Drive.ofThread(journal.fleet()));
    }

    /**
     * The same on a drive of the caller's.
     *
     * @param drive owned too
     */
    public FleetLoop(
            String coordinator,
            Journal journal,
            DirectivePublisher directives,
            GateKeeper gates,
            Clocks clocks,
            Supplier<String> leaderAddress,
            SnapshotStore snapshots,
            Drive drive) {
        this.coordinator = coordinator;
        this.journal = journal;
        this.directives = directives;
        this.clocks = clocks;
        this.leaderAddress = leaderAddress;
        this.resumption = new Resumption(journal.fleet(), snapshots, directives);
        this.state = FleetState.empty(journal.fleet());
        this.view = new FleetView(state, false, false, "", false);
        this.drive = drive;
        this.duties = new LeaderDuties(
                journal.fleet(),
                directives,
                gates,
                clocks,
                this::enqueueForDuties,
                this::decideOwn,
                this::stepDown,
                this::stop);
        this.mailbox = new Mailbox(
                drive, MAILBOX_SIZE, this::decidePending, this::onBug, () -> pending.failAll(shuttingDown()));
    }

    /** Begins to read the journal. */
    public void start() {
        mailbox.start();
        FromJournal reader = new FromJournal();
        resumption.anchor().ifPresentOrElse(anchor -> journal.follow(reader, anchor), () -> journal.follow(reader));
        drive.repeat(LeaderDuties.LOOK_AGAIN_AFTER, this::lookAgain);
    }

    /** Who stands by has no duties, and is not woken for them. */
    private void lookAgain() {
        if (view.leading()) {
            mailbox.put(this::doDuties);
        }
    }

    public String fleet() {
        return journal.fleet();
    }

    /** What was published last. */
    public FleetView view() {
        return view;
    }

    /** The newest directive that has been decided. */
    public dev.lockstep.v1.Position tip() {
        return directives.tip();
    }

    /** Hash of a directive as it was decided; empty when it is not known to have been. */
    public ByteString hashOfDirective(long number) {
        return directives.hashOf(number);
    }

    /**
     * Decides a command. The future completes after what was decided counts; it fails with {@link RequestRefused} when the answer is no, when this coordinator
     * does not lead, or when it is not known whether the decision counts.
     */
    public CompletableFuture<Reply> submit(Command command) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        boolean room = mailbox.offer(() -> {
            if (writer == null) {
                answer.completeExceptionally(notLeading());
            } else {
                pending.add(command, answer);
            }
        });
        if (mailbox.isClosed()) {
            // The loop may have ended before it saw the message; when it has seen it, this changes nothing.
            answer.completeExceptionally(shuttingDown());
        } else if (!room) {
            answer.completeExceptionally(new RequestRefused(
                    Code.UNAVAILABLE, "too much is waiting to be decided for fleet " + fleet(), "try again"));
        }
        return answer;
    }

    /** This coordinator may try to lead. */
    public void onLeadershipGained() {
        mailbox.put(() -> {
            wantsToLead = true;
            claim();
        });
    }

    /** This coordinator must decide nothing more. */
    public void onLeadershipLost(String reason) {
        mailbox.put(() -> {
            wantsToLead = false;
            stopLeading(reason);
        });
    }

    /** Runs the listener, on the loop's thread, after each change of the view; it must not block. */
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        mailbox.close();
        drive.close();
        journal.close();
        duties.close();
        directives.close();
    }

    /** What one duty has come to may make the next one due. */
    private void enqueueForDuties(Runnable message) {
        mailbox.put(() -> {
            message.run();
            doDuties();
        });
    }

    /** A bug stops the fleet, visibly; whoever else has asked still hears of it. */
    private void onBug(RuntimeException bug) {
        LOG.error("fleet {} stops: {}", fleet(), bug.getMessage(), bug);
        stop("a fault in this coordinator: " + bug.getMessage());
    }

    private static RequestRefused shuttingDown() {
        return new RequestRefused(Code.UNAVAILABLE, "this coordinator is shutting down", "ask another one");
    }

    private void claim() {
        if (!wantsToLead || claiming || writer != null || damaged) {
            return;
        }
        claiming = true;
        journal.claim(coordinator, clocks.wallMillis()).thenAccept(outcome -> mailbox.put(() -> onClaim(outcome)));
    }

    private void onClaim(ClaimOutcome outcome) {
        claiming = false;
        // A state that has stopped to follow the journal must not decide, whatever was claimed.
        if (outcome instanceof ClaimOutcome.Claimed claimed && wantsToLead && !damaged) {
            writer = claimed.writer();
            LOG.info("{} leads fleet {} in term {}", coordinator, fleet(), writer.term());
            duties.begin();
            publishView();
            doDuties();
            return;
        }
        LOG.info("{} does not lead fleet {} yet: {}", coordinator, fleet(), outcome);
        drive.once(CLAIM_AGAIN_AFTER, () -> mailbox.put(this::claim));
    }

    private void stopLeading(String reason) {
        if (writer != null) {
            LOG.info("{} leads fleet {} no longer: {}", coordinator, fleet(), reason);
        }
        writer = null;
        appending = false;
        duties.end();
        pending.failAll(notLeading());
        publishView();
    }

    private void stop(String why) {
        damaged = true;
        trouble = why;
        stopLeading(why);
    }

    private void decidePending() {
        JournalWriter leader = writer;
        while (leader != null && leader == writer && !appending && !pending.isEmpty()) {
            List<Pending> batch = pending.take(BATCH_SIZE);
            try {
                decide(leader, batch);
            } catch (RuntimeException bug) {
                // They are told together with all who still wait.
                pending.putBack(batch);
                throw bug;
            }
        }
    }

    private void decide(JournalWriter leader, List<Pending> batch) {
        long now = clocks.wallMillis();
        Decisions.Batch decided = Decisions.batch(state, PendingCommands.commands(batch), leader.term(), now);
        if (decided.events().isEmpty()) {
            PendingCommands.answer(batch, decided.answers());
            return;
        }
        try {
            appending = true;
            leader.append(decided.events(), now)
                    .thenAccept(outcome -> mailbox.put(() -> onAppended(leader, batch, decided, outcome)));
        } catch (EntryTooLargeException tooLarge) {
            appending = false;
            decideSmaller(leader, batch, tooLarge);
        }
    }

    /** Halves a batch that is too large for one entry; a single command that is too large is refused. */
    private void decideSmaller(JournalWriter leader, List<Pending> batch, EntryTooLargeException tooLarge) {
        if (batch.size() == 1) {
            PendingCommands.fail(
                    batch, new RequestRefused(Code.INVALID, String.valueOf(tooLarge.getMessage()), "make it smaller"));
            return;
        }
        int half = batch.size() / 2;
        pending.putBack(batch.subList(half, batch.size()));
        decide(leader, List.copyOf(batch.subList(0, half)));
    }

    private void onAppended(JournalWriter leader, List<Pending> batch, Decisions.Batch decided, AppendOutcome outcome) {
        boolean inOffice = writer == leader;
        if (outcome instanceof AppendOutcome.Appended) {
            PendingCommands.answer(batch, decided.answers());
            if (inOffice) {
                appending = false;
                doDuties();
            }
            return;
        }
        RequestRefused refusal = outcome instanceof AppendOutcome.Superseded
                ? notLeading()
                : new RequestRefused(
                        Code.UNAVAILABLE,
                        "it is not known whether the decision counts: " + outcome,
                        "look at the status, then repeat if it is not there");
        PendingCommands.fail(batch, refusal);
        if (inOffice) {
            stepDown(outcome.toString());
        }
    }

    /** Out of office, and back into it only by a claim that counts: not at once, because another one may have claimed with good reason. */
    private void stepDown(String reason) {
        stopLeading(reason);
        drive.once(CLAIM_AGAIN_AFTER, () -> mailbox.put(this::claim));
    }

    /** A decision of the leader's own; nobody waits for the answer. */
    private void decideOwn(Command command) {
        pending.add(command, new CompletableFuture<>());
        decidePending();
    }

    private void doDuties() {
        if (writer != null && !appending) {
            String before = duties.waitsFor();
            duties.look(state);
            if (!before.equals(duties.waitsFor())) {
                publishView();
            }
        }
    }

    private RequestRefused notLeading() {
        return damaged
                ? new RequestRefused(
                        Code.DAMAGED, "fleet " + fleet() + " is stopped: " + trouble, "run: lockstep audit verify")
                : new RequestRefused(
                        Code.NOT_LEADER, coordinator + " does not lead fleet " + fleet(), leaderAddress.get());
    }

    private void publishView() {
        String say = trouble.isEmpty() ? duties.waitsFor() : trouble;
        view = new FleetView(state, writer != null, caughtUp, say, damaged);
        listeners.forEach(this::tell);
    }

    /** What goes wrong in a listener is the listener's, and must not stop the fleet. */
    private void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException theirs) {
            LOG.warn("a listener of fleet {} failed", fleet(), theirs);
        }
    }

    /** Hears the journal's thread, and enqueues. */
    private final class FromJournal implements JournalReader {
        @Override
        public boolean resumesBehind(CountedEntry entry) {
            Optional<FleetState> resumed = resumption.resume(entry);
            resumed.ifPresent(kept -> mailbox.put(() -> {
                state = kept;
                publishView();
            }));
            return resumed.isPresent();
        }

        @Override
        public void onAnchorMissing(String reason) {
            resumption.passBy(reason);
        }

        @Override
        public void onVerdict(Verdict verdict) {
            mailbox.put(() -> apply(verdict));
        }

        @Override
        public void onCaughtUp() {
            mailbox.put(() -> {
                caughtUp = true;
                publishView();
            });
        }

        @Override
        public void onUnreachable(String reason) {
            mailbox.put(() -> {
                trouble = "the journal cannot be read: " + reason;
                publishView();
            });
        }

        @Override
        public void onReachable() {
            mailbox.put(() -> {
                trouble = damaged ? trouble : "";
                publishView();
            });
        }

        private void apply(Verdict verdict) {
            if (verdict instanceof Verdict.Counted counted && !damaged) {
                FleetState before = state;
                state = Evolution.apply(before, counted.entry().entry());
                directives.onCounted(counted.entry());
                resumption.onCounted(before, counted.entry());
                publishView();
                stepDownForAnother();
            } else if (verdict instanceof Verdict.Damaged found) {
                stop("its journal is damaged: " + found.reason());
            }
        }

        /** Answers that need no entry must not come from one whose term is over. */
        private void stepDownForAnother() {
            JournalWriter leader = writer;
            if (leader != null && state.term() > leader.term()) {
                stepDown(state.leader() + " has claimed term " + state.term());
            }
        }
    }
}
