package dev.lockstep.agent.report;

import dev.lockstep.agent.execute.TipReader;
import dev.lockstep.v1.Position;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the leader once for all nodes of a fleet that want to know its newest directive at the same time. Nobody gets an answer to a question that was put before
 * he asked: that one could be too old for him (rule N7). Thread-safe.
 */
public final class JoinedTips implements TipReader {
    private final TipReader leader;
    private final Map<String, Desk> desks = new ConcurrentHashMap<>();

    public JoinedTips(TipReader leader) {
        this.leader = leader;
    }

    @Override
    public Optional<Position> tip(String fleet) {
        return desks.computeIfAbsent(fleet, Desk::new).ask();
    }

    /** How many wait for the answer to the next question. */
    int waiting(String fleet) {
        Desk desk = desks.get(fleet);
        return desk == null ? 0 : desk.waiting();
    }

    /** Where the nodes of one fleet ask. */
    private final class Desk {
        private final String fleet;
        private long tickets;
        private long answered;
        private boolean asking;
        private int waiting;
        private Optional<Position> answer = Optional.empty();

        Desk(String fleet) {
            this.fleet = fleet;
        }

        synchronized int waiting() {
            return waiting;
        }

        Optional<Position> ask() {
            long covered;
            synchronized (this) {
                long ticket = ++tickets;
                while (asking && answered < ticket) {
                    if (!awaitNews()) {
                        return Optional.empty();
                    }
                }
                if (answered >= ticket) {
                    return answer;
                }
                asking = true;
                covered = tickets;
            }
            Optional<Position> told = Optional.empty();
            try {
                told = leader.tip(fleet);
            } finally {
                settle(covered, told);
            }
            return told;
        }

        /** False when the thread is told to end. */
        private synchronized boolean awaitNews() {
            waiting++;
            try {
                wait();
                return true;
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                waiting--;
            }
        }

        /** Whoever took a ticket before the question was put has his answer. */
        private synchronized void settle(long covered, Optional<Position> told) {
            asking = false;
            answered = covered;
            answer = told;
            notifyAll();
        }
    }
}
