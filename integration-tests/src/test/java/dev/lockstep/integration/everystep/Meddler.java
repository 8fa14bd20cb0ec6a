package dev.lockstep.integration.everystep;

import dev.lockstep.agent.execute.StepWork;
import dev.lockstep.agent.execute.WorkWatch;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Step;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the disturbances of a plot happen, each once, and lets the applications write at the steps that have one. Used by the agent's threads, one at a time. */
final class Meddler implements WorkWatch, Watched.Listener {
    private static final String AGAIN = "55P03";
    private static final String FOR_A_PERSON = "22012";

    private final Map<Integer, Step> steps;
    private final Plot plot;
    private final Surroundings surroundings;
    private final Set<String> happened = new HashSet<>();
    private Step step = Step.getDefaultInstance();
    private boolean undoes;
    private boolean acted;
    private boolean refused;
    private volatile long announced = Long.MAX_VALUE;

    Meddler(Plan plan, Plot plot, Surroundings surroundings) {
        this.steps = plan.getStepsList().stream().collect(Collectors.toMap(Step::getNumber, Function.identity()));
        this.plot = plot;
        this.surroundings = surroundings;
    }

    /** What happens around the agent. */
    interface Surroundings {
        /** The applications write beside what comes next. */
        void write();

        /** Ends the sessions that the agent works on, and waits until they are gone. */
        void killAgent() throws SQLException;

        /** Something that is to happen while a statement of a step runs; best while it waits. */
        void during(Step step, Action action) throws SQLException;

        /** The statement has ended, and with it what was to happen during it. */
        void ended() throws SQLException;

        /** Breaks off what the agent runs. */
        void cancel() throws SQLException;

        /** A directive is on its way; returns its number. */
        long announce(boolean halt);

        /** It is in the ledger, or will be as soon as the agent lets go of the epoch's row. */
        void receive();

        /** The same, at once. */
        void receiveNow() throws SQLException;
    }

    /** Something that is done to the agent. */
    interface Action {
        void run() throws SQLException;
    }

    /** How many disturbances have happened. */
    int happened() {
        return happened.size();
    }

    /** Whether a step was refused on purpose since the last time that somebody asked. */
    boolean wasRefused() {
        boolean was = refused;
        refused = false;
        return was;
    }

    /** The newest directive is received, and the agent may act under it. */
    void obeyed() {
        announced = Long.MAX_VALUE;
    }

    @Override
    public boolean mayStart(Mandate mandate) {
        return mandate.number() >= announced || announced == Long.MAX_VALUE;
    }

    @Override
    public void progress(Progress.Builder progress) {
        Step next = steps.get(progress.getStep());
        if (next == null) {
            return;
        }
        boolean back = progress.getSummary().startsWith("undo: ");
        if (next != step || back != undoes) {
            step = next;
            undoes = back;
            acted = false;
        }
        Disturbance due = due();
        if (due != null && due.isBefore() && (due.isPause() || due.isHalt())) {
            happens();
            surroundings.write();
            announced = surroundings.announce(due.isHalt());
            try {
                surroundings.receiveNow();
            } catch (SQLException failed) {
                throw new IllegalStateException("a directive could not be received", failed);
            }
        }
    }

    @Override
    public void before(NodeSession session, String text) throws SQLException {
        Disturbance due = due();
        if (due == null || !isPart(text, true)) {
            return;
        }
        surroundings.write();
        if (due.isBefore()) {
            meet(session, due);
        } else if (due.isDuring()) {
            happens();
            meetDuring(due);
        }
    }

    private void meetDuring(Disturbance due) throws SQLException {
        if (due.isKill()) {
            surroundings.during(step, surroundings::killAgent);
        } else if (due.isPause()) {
            surroundings.during(step, () -> announce(false));
        } else if (due.isHalt()) {
            surroundings.during(step, () -> {
                announce(true);
                surroundings.cancel();
            });
        } else {
            surroundings.during(step, surroundings::cancel);
        }
    }

    private void announce(boolean halt) {
        announced = surroundings.announce(halt);
        surroundings.receive();
    }

    private void meet(NodeSession session, Disturbance due) throws SQLException {
        happens();
        if (due.isKill()) {
            surroundings.killAgent();
        } else if (due.isRefusal()) {
            refused = true;
            raise(session, FOR_A_PERSON);
        } else {
            raise(session, AGAIN);
        }
    }

    private static void raise(NodeSession session, String state) throws SQLException {
        session.run(
                "DO $$ BEGIN RAISE EXCEPTION 'something is in the way' USING ERRCODE = '%s'; END $$".formatted(state));
    }

    @Override
    public void after(NodeSession session, String text) throws SQLException {
        if (!isPart(text, false)) {
            return;
        }
        surroundings.ended();
        acted = true;
        Disturbance due = due();
        if (due != null && due.isAfter() && !due.isHalt()) {
            surroundings.write();
            meet(session, due);
        }
    }

    @Override
    public void failed() {
        try {
            surroundings.ended();
        } catch (SQLException failed) {
            throw new IllegalStateException("what was to happen during a statement failed", failed);
        }
    }

    @Override
    public void committed(NodeSession session) throws SQLException {
        Disturbance due = due();
        if (due == null || !acted) {
            return;
        }
        if (due == Disturbance.KILLED_IN_COMMIT) {
            happens();
            surroundings.write();
            surroundings.killAgent();
            throw new SQLException("the answer to a COMMIT was lost", "08006");
        }
        if (due == Disturbance.HALTED_AFTER) {
            happens();
            surroundings.write();
            announced = surroundings.announce(true);
            surroundings.receiveNow();
        }
    }

    /** What is still to happen at the step that the agent is at; null for nothing. */
    private @Nullable Disturbance due() {
        Disturbance due = (undoes ? plot.back() : plot.forward()).get(step.getNumber());
        return due == null || happened.contains(name()) ? null : due;
    }

    private void happens() {
        happened.add(name());
    }

    private String name() {
        return (undoes ? "back " : "forward ") + step.getNumber();
    }

    /** Whether this text is the first, or the last, part of what a step runs. */
    private boolean isPart(String text, boolean first) {
        if (undoes || step.hasStatement()) {
            List<String> all =
                    undoes ? step.getUndo().getSqlList() : step.getStatement().getSqlList();
            return !all.isEmpty() && all.get(first ? 0 : all.size() - 1).equals(text);
        }
        return step.hasCheck() ? step.getCheck().getQuery().equals(text) : text.isEmpty();
    }

    @Override
    public void stepDone(StepWork work, long millis) {}

    @Override
    public void batchDone(int rows) {}

    @Override
    public void lockWaited() {}
}
