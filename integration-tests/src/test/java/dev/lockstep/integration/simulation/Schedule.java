package dev.lockstep.integration.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The virtual clock, and what happens when. */
final class Schedule {
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final AfterEvent afterEvent;
    private long nowMillis;
    private long order;
    private long events;
    private int depth;
    private @Nullable Lane current;

    Schedule(AfterEvent afterEvent) {
        this.afterEvent = afterEvent;
    }

    /** Hears of each event that was run. */
    interface AfterEvent {
        void ran(long nowMillis, Lane lane, String what);
    }

    /** One event. */
    record Due(long atMillis, long order, Lane lane, String what, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    long nowMillis() {
        return nowMillis;
    }

    long events() {
        return events;
    }

    /** How many simulated threads stand on the stack. */
    int depth() {
        return depth;
    }

    /** The lane whose event runs now. */
    @Nullable
    Lane current() {
        return current;
    }

    void in(long delayMillis, Lane lane, String what, Runnable action) {
        at(nowMillis + Math.max(0, delayMillis), lane, what, action);
    }

    void at(long millis, Lane lane, String what, Runnable action) {
        queue.add(new Due(Math.max(nowMillis, millis), ++order, lane, what, action));
    }

    /** Runs the next event; false when there is none before this time. */
    boolean step(long untilMillis) {
        Due next = queue.peek();
        if (next == null || next.atMillis > untilMillis) {
            return false;
        }
        queue.poll();
        nowMillis = Math.max(nowMillis, next.atMillis);
        run(next);
        return true;
    }

    /** Lets time pass for the thread that runs now: everything else that is due meanwhile is run inside. */
    void pass(long millis) {
        long until = nowMillis + millis;
        Lane self = current;
        depth++;
        while (step(until)) {
            // Everything happens in step.
        }
        depth--;
        current = self;
        nowMillis = Math.max(nowMillis, until);
    }

    private void run(Due due) {
        Lane lane = due.lane;
        Process process = lane.process();
        if (process != null && !process.isAlive()) {
            return;
        }
        if (process != null && process.pausedUntil() > nowMillis) {
            queue.add(new Due(process.pausedUntil(), due.order, lane, due.what, due.action));
            return;
        }
        if (lane.isBusy()) {
            lane.deferred().add(due);
            return;
        }
        Lane before = current;
        current = lane;
        lane.busy(true);
        try {
            due.action.run();
        } catch (Unwound.Crashed dead) {
            // Nothing of the thread is left.
        } catch (RuntimeException bug) {
            throw new Defect(lane.name() + ", " + due.what, bug);
        } finally {
            lane.busy(false);
            current = before;
            for (Due waiting : lane.deferred()) {
                queue.add(new Due(nowMillis, waiting.order, lane, waiting.what, waiting.action));
            }
            lane.deferred().clear();
        }
        events++;
        afterEvent.ran(nowMillis, lane, due.what);
    }
}
