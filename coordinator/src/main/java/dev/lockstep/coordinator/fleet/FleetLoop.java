package dev.lockstep.coordinator.fleet;

import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Decision;
import dev.lockstep.coordinator.core.Decisions;
import dev.lockstep.coordinator.core.Evolution;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.directives.DirectivePublisher;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.journal.AppendOutcome;
import dev.lockstep.coordinator.journal.ClaimOutcome;
import dev.lockstep.coordinator.journal.EntryTooLargeException;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.JournalWriter;
import dev.lockstep.coordinator.journal.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
    private final BlockingQueue<Runnable> mailbox = new ArrayBlockingQueue<>(MAILBOX_SIZE);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Delays delays;
    private final LeaderDuties duties;
    private final Thread thread;

    // Owned by the loop's thread.
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private FleetState state;
    private boolean wantsToLead;
    private boolean claiming;
    private boolean appending;
    private boolean caughtUp;
    private boolean damaged;
    private String trouble = "";
    private @Nullable JournalWriter writer;

    private volatile FleetView view;
    private volatile boolean closed;

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
        this.coordinator = coordinator;
        this.journal = journal;
        this.directives = directives;
        this.clocks = clocks;
        this.leaderAddress = leaderAddress;
        this.state = FleetState.empty(journal.fleet());
        this.view = new FleetView(state, false, false, "", false);
        this.delays = new Delays("lockstep-delays-" + journal.fleet());
        this.duties =
                new LeaderDuties(journal.fleet(), directives, gates, clocks, this::enqueueForDuties, this::decideOwn);
        this.thread = new Thread(this::run, "lockstep-fleet-" + journal.fleet());
    }

    /** Begins to read the journal. */
    public void start() {
        thread.start();
        journal.follow(new FromJournal());
        delays.repeat(LeaderDuties.LOOK_AGAIN_AFTER, () -> enqueue(this::doDuties));
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
                pending.add(new Pending(command, answer));
            }
        });
        if (!room) {
            answer.completeExceptionally(new RequestRefused(
                    Code.UNAVAILABLE, "too much is waiting to be decided for fleet " + fleet(), "try again"));
        }
        return answer;
    }

    /** This coordinator may try to lead. */
    public void onLeadershipGained() {
        enqueue(() -> {
            wantsToLead = true;
            claim();
        });
    }

    /** This coordinator must decide nothing more. */
    public void onLeadershipLost(String reason) {
        enqueue(() -> {
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
        closed = true;
        delays.close();
        thread.interrupt();
        journal.close();
        duties.close();
        directives.close();
    }

    private void enqueue(Runnable message) {
        try {
            mailbox.put(message);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one duty has come to may make the next one due. */
    private void enqueueForDuties(Runnable message) {
        enqueue(() -> {
            message.run();
            doDuties();
        });
    }

    private void run() {
        List<Runnable> messages = new ArrayList<>();
        while (!closed) {
            try {
                messages.add(mailbox.take());
                mailbox.drainTo(messages);
                messages.forEach(Runnable::run);
                messages.clear();
                decidePending();
            } catch (InterruptedException stopped) {
                break;
            } catch (RuntimeException bug) {
                LOG.error("fleet {} stops: {}", fleet(), bug.getMessage(), bug);
                stop("a fault in this coordinator: " + bug.getMessage());
                messages.clear();
            }
        }
        failPending(new RequestRefused(Code.UNAVAILABLE, "this coordinator is shutting down", "ask another one"));
    }

    private void claim() {
        if (!wantsToLead || claiming || writer != null || damaged) {
            return;
        }
        claiming = true;
        journal.claim(coordinator, clocks.wallMillis()).thenAccept(outcome -> enqueue(() -> onClaim(outcome)));
    }

    private void onClaim(ClaimOutcome outcome) {
        claiming = false;
        if (outcome instanceof ClaimOutcome.Claimed claimed && wantsToLead) {
            writer = claimed.writer();
            LOG.info("{} leads fleet {} in term {}", coordinator, fleet(), writer.term());
            duties.begin();
            publishView();
            doDuties();
            return;
        }
        LOG.info("{} does not lead fleet {} yet: {}", coordinator, fleet(), outcome);
        delays.once(CLAIM_AGAIN_AFTER, () -> enqueue(this::claim));
    }

    private void stopLeading(String reason) {
        if (writer != null) {
            LOG.info("{} leads fleet {} no longer: {}", coordinator, fleet(), reason);
        }
        writer = null;
        appending = false;
        duties.end();
        failPending(notLeading());
        publishView();
    }

    private void stop(String why) {
        damaged = true;
        trouble = why;
        stopLeading(why);
    }

    private void decidePending() {
        JournalWriter leader = writer;
        if (leader == null || appending || pending.isEmpty()) {
            return;
        }
        List<Pending> batch = new ArrayList<>();
        while (!pending.isEmpty() && batch.size() < BATCH_SIZE) {
            batch.add(pending.poll());
        }
        long now = clocks.wallMillis();
        Decisions.Batch decided =
                Decisions.batch(state, batch.stream().map(Pending::command).toList(), leader.term(), now);
        if (decided.events().isEmpty()) {
            answer(batch, decided.answers());
            decidePending();
            return;
        }
        append(leader, batch, decided, now);
    }

    private void append(JournalWriter leader, List<Pending> batch, Decisions.Batch decided, long now) {
        try {
            appending = true;
            leader.append(decided.events(), now)
                    .thenAccept(outcome -> enqueue(() -> onAppended(leader, batch, decided, outcome)));
        } catch (EntryTooLargeException tooLarge) {
            appending = false;
            appendSmaller(leader, batch, tooLarge);
        }
    }

    /** Halves a batch that is too large for one entry; a single command that is too large is refused. */
    private void appendSmaller(JournalWriter leader, List<Pending> batch, EntryTooLargeException tooLarge) {
        if (batch.size() == 1) {
            batch.get(0)
                    .answer()
                    .completeExceptionally(
                            new RequestRefused(Code.INVALID, String.valueOf(tooLarge.getMessage()), "make it smaller"));
            return;
        }
        List<Pending> half = batch.subList(0, batch.size() / 2);
        List<Pending> rest = batch.subList(batch.size() / 2, batch.size());
        for (int i = rest.size() - 1; i >= 0; i--) {
            pending.addFirst(rest.get(i));
        }
        long now = clocks.wallMillis();
        append(
                leader,
                half,
                Decisions.batch(state, half.stream().map(Pending::command).toList(), leader.term(), now),
                now);
    }

    private void onAppended(JournalWriter leader, List<Pending> batch, Decisions.Batch decided, AppendOutcome outcome) {
        if (outcome instanceof AppendOutcome.Appended) {
            appending = false;
            answer(batch, decided.answers());
            doDuties();
            return;
        }
        RequestRefused refusal = outcome instanceof AppendOutcome.Superseded
                ? notLeading()
                : new RequestRefused(
                        Code.UNAVAILABLE,
                        "it is not known whether the decision counts: " + outcome,
                        "look at the status, then repeat if it is not there");
        batch.forEach(command -> command.answer().completeExceptionally(refusal));
        if (writer == leader) {
            stopLeading(outcome.toString());
            claim();
        }
    }

    private static void answer(List<Pending> batch, List<Decision> answers) {
        for (int i = 0; i < batch.size(); i++) {
            CompletableFuture<Reply> future = batch.get(i).answer();
            Decision decision = answers.get(i);
            if (decision instanceof Decision.Accepted accepted) {
                future.complete(accepted.reply());
            } else if (decision instanceof Decision.Rejected rejected) {
                future.completeExceptionally(new RequestRefused(
                        Code.valueOf(rejected.kind().name()), rejected.message(), rejected.nextStep()));
            }
        }
    }

    /** A decision of the leader's own; nobody waits for the answer. */
    private void decideOwn(Command command) {
        pending.add(new Pending(command, new CompletableFuture<>()));
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

    private void failPending(RequestRefused why) {
        pending.forEach(command -> command.answer().completeExceptionally(why));
        pending.clear();
    }

    private void publishView() {
        String say = trouble.isEmpty() ? duties.waitsFor() : trouble;
        view = new FleetView(state, writer != null, caughtUp, say, damaged);
        listeners.forEach(Runnable::run);
    }

    /** A command and the one who waits. */
    private record Pending(Command command, CompletableFuture<Reply> answer) {}

    /** Hears the journal's thread, and enqueues. */
    private final class FromJournal implements JournalReader {
        @Override
        public void onVerdict(Verdict verdict) {
            enqueue(() -> apply(verdict));
        }

        @Override
        public void onCaughtUp() {
            enqueue(() -> {
                caughtUp = true;
                publishView();
            });
        }

        @Override
        public void onUnreachable(String reason) {
            enqueue(() -> {
                trouble = "the journal cannot be read: " + reason;
                publishView();
            });
        }

        @Override
        public void onReachable() {
            enqueue(() -> {
                trouble = damaged ? trouble : "";
                publishView();
            });
        }

        private void apply(Verdict verdict) {
            if (verdict instanceof Verdict.Counted counted && !damaged) {
                state = Evolution.apply(state, counted.entry().entry());
                directives.onCounted(counted.entry());
                publishView();
            } else if (verdict instanceof Verdict.Damaged found) {
                stop("its journal is damaged: " + found.reason());
            }
        }
    }
}
