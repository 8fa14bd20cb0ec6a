package dev.lockstep.agent.execute;

import dev.lockstep.v1.HeardFromNode;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whether a node may execute now, and if not, why (rules N2, N3). Thread-safe. */
public final class NodeStanding {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long incarnation;
    private boolean confirmed;
    private boolean helloWanted = true;
    private boolean atRest;
    private boolean saidWorking;
    private Optional<HeardFromNode> heard = Optional.empty();
    private String held = "";
    private @Nullable String left;
    private volatile Runnable onNews = () -> {};

    /** Calls this, on whatever thread, when the node has to say who it is, or was left. */
    public void onNews(Runnable listener) {
        onNews = listener;
    }

    /** This process has raised the ledger's incarnation. */
    public void started(long raisedIncarnation) {
        change(() -> incarnation = raisedIncarnation);
    }

    /** Incarnation of this process; 0 before it has started. */
    public long incarnation() {
        lock.lock();
        try {
            return incarnation;
        } finally {
            lock.unlock();
        }
    }

    /** A session with the database was lost or opened again: nothing runs until the coordinator has confirmed the node once more. */
    public void databaseReopened() {
        confirmAnew();
    }

    /** The node has received that it left its fleet: from now on it says who it is until somebody lets it in again. */
    public void dismissed() {
        confirmAnew();
    }

    private void confirmAnew() {
        change(() -> {
            confirmed = false;
            helloWanted = true;
        });
        onNews.run();
    }

    /** The node has to say again who it is. */
    public void wantHello() {
        change(() -> helloWanted = true);
        onNews.run();
    }

    /** The node has to say again who it is, after this was heard from it, and executes nothing until that is confirmed. */
    public void askedAgain(HeardFromNode afterThis) {
        change(() -> {
            confirmed = false;
            helloWanted = true;
            heard = Optional.of(afterThis);
        });
        onNews.run();
    }

    /** What the agent was told since the last confirmation that the history has from the node: to be asked before the ledger is read for a hello. */
    public Optional<HeardFromNode> heard() {
        lock.lock();
        try {
            return heard;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The node's lock is held and nothing runs. A node that may not execute stays as it is from now on, so what it said of its schema before, when something still
     * ran, is said anew.
     */
    public void rests() {
        change(() -> {
            atRest = true;
            sayAnewWhenHeld();
        });
    }

    /** The node's lock was let go of. */
    public void unseated() {
        change(() -> atRest = false);
    }

    /** Whether something may still run on the node. To be asked before the schema is read for a hello, which says so. */
    public boolean takeWorking() {
        lock.lock();
        try {
            saidWorking = !atRest;
            return saidWorking;
        } finally {
            lock.unlock();
        }
    }

    private void sayAnewWhenHeld() {
        if (atRest && saidWorking && !held.isEmpty()) {
            saidWorking = false;
            helloWanted = true;
        }
    }

    /** Whether a hello is wanted; the wish is taken. */
    public boolean takeHelloWish() {
        lock.lock();
        try {
            boolean wanted = helloWanted;
            helloWanted = false;
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /** The coordinator knows the node as it is. A confirmation that crossed with a newer wish for a hello does not count. */
    public void confirmed(long ofIncarnation) {
        change(() -> {
            if (ofIncarnation == incarnation && !helloWanted) {
                confirmed = true;
                held = "";
                // It answers one question. After a restored node was let in, the history may have less from it than
                // before.
                heard = Optional.empty();
            }
        });
    }

    /** The node must not execute, for this reason. */
    public void held(String reason) {
        change(() -> {
            confirmed = false;
            held = reason;
            sayAnewWhenHeld();
        });
    }

    /** This process leaves the node for good. */
    public void leave(String reason) {
        change(() -> {
            confirmed = false;
            if (left == null) {
                left = reason;
            }
        });
        onNews.run();
    }

    /** Whether the node may execute. */
    public boolean isConfirmed() {
        lock.lock();
        try {
            return confirmed && left == null;
        } finally {
            lock.unlock();
        }
    }

    /** Why the node is held; empty when it is not. */
    public String heldReason() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Why this process has left the node; empty while it serves it. */
    public Optional<String> leftReason() {
        lock.lock();
        try {
            return Optional.ofNullable(left);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the node may execute or was left, at most this long; from then on it is not at rest. */
    public boolean awaitConfirmed(long timeoutMillis) throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = timeoutMillis * 1_000_000;
            while (!confirmed && left == null && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            boolean mayExecute = confirmed && left == null;
            atRest &= !mayExecute;
            return mayExecute;
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable how) {
        lock.lock();
        try {
            how.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
