package dev.lockstep.agent.report;

import dev.lockstep.agent.execute.TipReader;
import dev.lockstep.v1.Position;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

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

    /** A question that has still to be put, and all who have come for its answer. The first of them puts it, when it is its turn. */
    private static final class Question {
        private final CountDownLatch turn = new CountDownLatch(1);
        private final CompletableFuture<Optional<Position>> answer = new CompletableFuture<>();
        private int waiting;
    }

    /** Where the nodes of one fleet ask. */
    private final class Desk {
        private final String fleet;
        private boolean asking;
        private @Nullable Question next;

        Desk(String fleet) {
            this.fleet = fleet;
        }

        synchronized int waiting() {
            Question question = next;
            return question == null ? 0 : question.waiting;
        }

        Optional<Position> ask() {
            Question question;
            boolean first;
            synchronized (this) {
                Question existing = next;
                first = existing == null;
                question = existing == null ? new Question() : existing;
                question.waiting++;
                next = question;
                if (!asking) {
                    asking = true;
                    question.turn.countDown();
                }
            }
            return first ? put(question) : answerTo(question);
        }

        private Optional<Position> put(Question question) {
            awaitTurn(question);
            synchronized (this) {
                // Whoever comes from now on comes for the next one.
                next = null;
            }
            Optional<Position> told = Optional.empty();
            try {
                told = leader.tip(fleet);
            } finally {
                pass();
                question.answer.complete(told);
            }
            return told;
        }

        private synchronized void pass() {
            Question following = next;
            asking = following != null;
            if (following != null) {
                following.turn.countDown();
            }
        }

        /** Its turn comes soon, and others rely on it: a thread that is told to end passes on the turn like any other. */
        private void awaitTurn(Question question) {
            boolean interrupted = false;
            while (true) {
                try {
                    question.turn.await();
                    break;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Empty when the thread is told to end. */
        private Optional<Position> answerTo(Question question) {
            try {
                return question.answer.get();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException never) {
                throw new IllegalStateException("a question is never completed by a failure", never);
            }
        }
    }
}
