package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Statement;
import dev.lockstep.v1.Step;
import dev.lockstep.v1.StepPartition;
import dev.lockstep.v1.Undo;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A step in one direction: what to run, and what the catalog shows before and after.
 *
 * @param statement what to run; without SQL when there is nothing to run
 * @param starts hashes of each object that are right before it runs
 * @param ends hash of each object when its effect is there
 * @param mayBeDone whether the work on another step may have done this, too, there may be nothing of it, or a person may have done it
 */
public record StepWork(
        Step step,
        Direction direction,
        Statement statement,
        Map<String, Set<ByteString>> starts,
        Map<String, ByteString> ends,
        boolean mayBeDone) {
    private static final int SHORTER_KNOCKS = 3;

    /** For an undo in a transaction whose step, because it keeps nobody out, waits for as long as it takes. */
    private static final int SHORT_LOCK_MILLIS = 100;

    /** The mode of each lock that a step names. */
    private static final Pattern MODE = Pattern.compile("(?<=^|, )[A-Z][A-Z ]*(?= on )");

    private static final String STRONGEST = "ACCESS EXCLUSIVE";

    /** The step itself. It must be a statement. */
    public static StepWork forward(Step step) {
        Map<String, Set<ByteString>> starts = new TreeMap<>();
        Map<String, ByteString> ends = new TreeMap<>();
        for (ObjectChange effect : step.getEffectsList()) {
            starts.put(effect.getPath(), Set.of(effect.getBefore()));
            ends.put(effect.getPath(), effect.getAfter());
        }
        return new StepWork(step, Direction.FORWARD, step.getStatement(), starts, ends, takesOutPartition(step));
    }

    /**
     * Its undo. Later steps of the plan that need no undo of their own leave their effect for this one to remove; others may have taken its effect along when they were
     * undone.
     */
    public static StepWork backward(Step step, Plan plan) {
        Map<String, Set<ByteString>> starts = new TreeMap<>();
        Map<String, ByteString> ends = new TreeMap<>();
        Set<String> taken = takenAlong(step, plan);
        for (ObjectChange effect : step.getEffectsList()) {
            Set<ByteString> start = new HashSet<>(Set.of(effect.getAfter()));
            plan.getStepsList().stream()
                    .filter(later -> later.getNumber() > step.getNumber() && needsNoUndo(later))
                    .flatMap(later -> later.getEffectsList().stream())
                    .filter(later -> later.getPath().equals(effect.getPath()))
                    .forEach(later -> start.add(later.getAfter()));
            starts.put(effect.getPath(), start);
            ends.put(effect.getPath(), taken.contains(effect.getPath()) ? ByteString.EMPTY : effect.getBefore());
        }
        boolean mayBeDone = goesWithLaterOnes(step, plan) || isOfOnePartition(step);
        return new StepWork(step, Direction.BACKWARD, undoStatement(step), starts, ends, mayBeDone);
    }

    /**
     * What is left of it without these partitions.
     *
     * @param gone their paths
     */
    StepWork without(Set<String> gone) {
        if (gone.isEmpty()) {
            return this;
        }
        Map<String, Set<ByteString>> fewerStarts = new TreeMap<>(starts);
        Map<String, ByteString> fewerEnds = new TreeMap<>(ends);
        fewerStarts.keySet().removeIf(path -> GonePartitions.have(gone, path));
        fewerEnds.keySet().removeIf(path -> GonePartitions.have(gone, path));
        boolean nothing = GonePartitions.leaveNothing(step, gone);
        Set<Integer> places = new HashSet<>();
        step.getPartitionsList().stream()
                .filter(partition -> gone.contains(partition.getPath()))
                .forEach(partition -> places.addAll(
                        direction == Direction.FORWARD ? partition.getSqlList() : partition.getUndoSqlList()));
        Statement.Builder rest = statement.toBuilder().clearSql();
        for (int place = 0; place < statement.getSqlCount(); place++) {
            if (!nothing && !places.contains(place)) {
                rest.addSql(statement.getSql(place));
            }
        }
        return new StepWork(step, direction, rest.build(), fewerStarts, fewerEnds, mayBeDone);
    }

    /** Whether it takes a partition out of its table: a person may have done the same. */
    boolean takesOutPartition() {
        return takesOutPartition(step);
    }

    private static boolean takesOutPartition(Step step) {
        return step.getGone().isEmpty() && isOfOnePartition(step);
    }

    /** It was passed over if the partition was gone then, which may be back. */
    private static boolean isOfOnePartition(Step step) {
        return step.getPartitionsList().stream().anyMatch(StepPartition::getAlone);
    }

    /** What goes with the undo of this step or of a later one: it stays away, also where the step itself found it there. */
    private static Set<String> takenAlong(Step step, Plan plan) {
        return plan.getStepsList().stream()
                .filter(other -> other.getNumber() >= step.getNumber())
                .flatMap(other -> other.getUndo().getTakesAlongList().stream())
                .collect(Collectors.toSet());
    }

    private static boolean goesWithLaterOnes(Step step, Plan plan) {
        Set<String> taken = plan.getStepsList().stream()
                .filter(later -> later.getNumber() > step.getNumber())
                .flatMap(later -> later.getUndo().getTakesAlongList().stream())
                .collect(Collectors.toSet());
        return step.getEffectsCount() > 0
                && step.getEffectsList().stream().allMatch(effect -> taken.contains(effect.getPath()));
    }

    private static boolean needsNoUndo(Step step) {
        return step.getUndo().getSqlCount() == 0
                && step.getUndo().getIrreversible().isEmpty();
    }

    /**
     * The step as whoever looks for what is in its way has to see it: an undo in a transaction may keep everybody out of what its step kept nobody out of.
     */
    Step asAsked() {
        return direction == Direction.FORWARD || waitsAsItsStep(step)
                ? step
                : step.toBuilder()
                        .setLock(MODE.matcher(step.getLock()).replaceAll(STRONGEST))
                        .build();
    }

    private static boolean waitsAsItsStep(Step step) {
        return step.getStatement().getLockTimeoutMillis() > 0 || !step.getUndo().getTransactional();
    }

    private static Statement undoStatement(Step step) {
        Undo undo = step.getUndo();
        Statement forward = step.getStatement();
        boolean waitsAsItsStep = waitsAsItsStep(step);
        return Statement.newBuilder()
                .addAllSql(undo.getSqlList())
                .setTransactional(undo.getTransactional() || undo.getSqlCount() == 0)
                .setLockTimeoutMillis(waitsAsItsStep ? forward.getLockTimeoutMillis() : SHORT_LOCK_MILLIS)
                .addAllCleanup(forward.getCleanupList())
                .setDoneWhen(forward.getDoneWhen())
                .build();
    }

    /** Whether a broken try can be removed, so that the step can run again. */
    boolean hasCleanup() {
        return statement.getCleanupCount() > 0;
    }

    /** Whether it wants a lock that it waits for shortly only, because everybody else waits behind it. */
    boolean knocks() {
        return statement.getTransactional() && statement.getLockTimeoutMillis() > 0 && !hasNothingToRun();
    }

    /** The statement for one of its tries, counted from 1: the first ones wait half as long. */
    Statement knock(int tries) {
        return tries > SHORTER_KNOCKS
                ? statement
                : statement.toBuilder()
                        .setLockTimeoutMillis((statement.getLockTimeoutMillis() + 1) / 2)
                        .build();
    }

    /** Whether it is over at once: what scans or builds commits by itself. */
    boolean isShort() {
        return statement.getTransactional();
    }

    /** Whether there is anything to run. */
    boolean hasNothingToRun() {
        return statement.getSqlCount() == 0;
    }

    /** Whether only a look at the catalog before and after tells what it changes: a raw step. */
    boolean namesNoEffects() {
        return step.hasStatement() && step.getEffectsCount() == 0;
    }

    /** Whether a query tells if the effect is there, and not the objects' hashes. */
    boolean isProbedByQuery() {
        return !statement.getDoneWhen().isEmpty();
    }

    /** Whether a broken try may leave something that its probe does not see: its query knows all and nothing only. */
    boolean mayLeaveUnseen() {
        return isProbedByQuery() && hasCleanup();
    }

    /** Whether anything can tell after a crash if it ran. */
    boolean canBeProbed() {
        return isProbedByQuery() || !ends.isEmpty();
    }

    @Override
    public String toString() {
        return (direction == Direction.FORWARD ? "step " : "undo of step ") + step.getNumber() + " ("
                + step.getSummary() + ")";
    }
}
