package dev.lockstep.agent.execute;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Ranges;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room, while a backfill goes on, of the old versions of rows that it leaves behind: after each part of the table, on a thread and a session of its own,
 * never inside a batch's transaction, and only while no worker is in the middle of a part that is gone over in turns: the room in its pages is for its own rows.
 * Workers that get too far ahead of it wait. When it fails the table grows, and nothing else. Thread-safe.
 */
final class Tidying implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

    /** It begins again after each twentieth of the rows, and while it runs nobody fills more than as many again. */
    private static final int PARTS = 20;

    /** Where most turns are light ones. */
    private static final int MORE_PARTS = 40;

    private static final int BATCHES_PER_PART = 2;
    private static final int LEAST_ROWS = 2000;
    private static final long LOOK_MILLIS = 50;
    private static final long LAST_STATEMENT_MILLIS = 5000;

    private final List<String> statements;
    private final long rowsPerPart;
    private final @Nullable NodeSession session;
    private final @Nullable Thread thread;
    private final Set<Integer> halfDone = new HashSet<>();
    private long rowsBehind;
    private boolean ended;

    private Tidying(List<String> statements, long rowsPerPart, @Nullable NodeSession session) {
        this.statements = statements;
        this.rowsPerPart = rowsPerPart;
        this.session = session;
        this.ended = session == null;
        this.thread = session == null ? null : new Thread(() -> runUntilClosed(session), "tidying");
    }

    /** One for a table; it does nothing where nothing is left behind. */
    static Tidying of(NodeDatabase database, Ranges ranges, long totalRows) throws SQLException {
        List<String> statements = ranges.tidying();
        if (statements.isEmpty()) {
            return new Tidying(statements, Long.MAX_VALUE, null);
        }
        int parts = statements.size() > 1 ? MORE_PARTS : PARTS;
        Tidying tidying =
                new Tidying(statements, Math.max(1, totalRows / parts), database.open(SessionPurpose.TIDYING));
        tidying.start();
        return tidying;
    }

    private void start() {
        if (thread != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Larger batches would leave more behind at once than there is room for. */
    int mostBatchRows() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_ROWS, rowsPerPart / BATCHES_PER_PART));
    }

    /**
     * A batch of a range was committed.
     *
     * @param rows whose old versions keep their room
     * @param endsPart whether nothing is half done where the batch ended
     */
    synchronized void filled(int range, int rows, boolean endsPart) {
        rowsBehind += rows;
        if (endsPart) {
            halfDone.remove(range);
        } else {
            halfDone.add(range);
        }
        notifyAll();
    }

    /** Whether a range may go on; waits for a moment when too much is left behind. What is half done always may. */
    synchronized boolean awaitRoom(int range) throws InterruptedException {
        if (!hasRoom(range)) {
            wait(LOOK_MILLIS);
        }
        return hasRoom(range);
    }

    private boolean hasRoom(int range) {
        return ended || rowsBehind < rowsPerPart || halfDone.contains(range);
    }

    private void runUntilClosed(NodeSession own) {
        try {
            for (int turn = 0; awaitPart(); turn++) {
                own.run(statements.get(turn % statements.size()));
            }
        } catch (SQLException failed) {
            if (!isEnded()) {
                LOG.warn("the table grows, because one of these failed: {}", statements, failed);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private synchronized boolean awaitPart() throws InterruptedException {
        while (!ended && (rowsBehind < rowsPerPart || !halfDone.isEmpty())) {
            wait();
        }
        rowsBehind = 0;
        notifyAll();
        return !ended;
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Breaks off what runs. */
    @Override
    public void close() throws InterruptedException {
        end();
        if (session == null || thread == null) {
            return;
        }
        try {
            long waited = 0;
            // Again and again, because a statement that is about to begin does not hear of it.
            while (thread.isAlive() && waited < LAST_STATEMENT_MILLIS) {
                session.cancel();
                thread.join(LOOK_MILLIS);
                waited += LOOK_MILLIS;
            }
        } finally {
            session.close();
        }
    }
}
