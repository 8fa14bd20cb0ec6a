package dev.lockstep.agent.execute;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Backfill;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a backfill back while its node is under strain: stops it, or lets it work for a quarter of the time, and says why. It looks once a second, on a session of its
 * own; when that fails, nothing is held back. Thread-safe.
 */
final class StrainWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StrainWatch.class);
    private static final long LOOK_MILLIS = 1000;
    private static final int REST_PER_WORK = 3;

    private final Backfill backfill;
    private final Pacer pacer;
    private @Nullable NodeSession session;
    private List<Strain> strains = List.of();
    private long nextLookMillis = Long.MIN_VALUE;

    private StrainWatch(Backfill backfill, Pacer pacer, @Nullable NodeSession session) {
        this.backfill = backfill;
        this.pacer = pacer;
        this.session = session;
    }

    /** @param worker a session of the backfill, which says whether there is anything to look at */
    static StrainWatch of(NodeDatabase database, NodeSession worker, Backfill backfill, Pacer pacer)
            throws SQLException {
        return new StrainWatch(backfill, pacer, worker.feelsStrain() ? database.open(SessionPurpose.OBSERVER) : null);
    }

    /** A batch was committed, which took this long. Waits for as long as the strain says, while the work may go on at all. */
    void holdBack(long tookMillis, Consumer<String> tell, BooleanSupplier mayGoOn) throws InterruptedException {
        List<Strain> now = look();
        while (now.stream().anyMatch(Strain::stops) && mayGoOn.getAsBoolean()) {
            tell.accept(words(now));
            pacer.pause(LOOK_MILLIS);
            now = look();
        }
        if (!now.isEmpty()) {
            tell.accept(words(now));
            pacer.pause(tookMillis * REST_PER_WORK);
        }
    }

    private static String words(List<Strain> strains) {
        return "throttled: " + strains.stream().map(Strain::reason).collect(Collectors.joining("; "));
    }

    private synchronized List<Strain> look() {
        if (session != null && pacer.nowMillis() >= nextLookMillis) {
            try {
                strains = session.strains(backfill);
            } catch (SQLException failed) {
                LOG.warn(
                        "nothing holds the backfill of {} back from now on, because a look at the node failed",
                        backfill.getTable(),
                        failed);
                close();
            }
            nextLookMillis = pacer.nowMillis() + LOOK_MILLIS;
        }
        return strains;
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
            strains = List.of();
        }
    }
}
