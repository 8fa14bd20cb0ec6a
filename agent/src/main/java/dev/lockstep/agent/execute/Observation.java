package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.agent.ledger.ObservationRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Fingerprint;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a raw step changes, whose plan cannot say: by the catalog right before it and right after.
 *
 * <p>The catalog before is in the ledger, together with the row that begins the step, so a crash in between loses nothing. A step that did not get anywhere and
 * runs again is compared with the catalog of that moment: what others did meanwhile is theirs. What was drift before the step, and is as it was, is none of
 * its changes, and stays drift. What changes beside a step that runs counts as the step's where {@link StatementReach} cannot tell them apart.
 */
final class Observation {
    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    private Observation() {}

    /** Notes the catalog before; in the transaction that begins the step, after its row. */
    static void begin(NodeSession session, Mandate mandate, StepWork work) throws SQLException {
        Fingerprint.Builder before = Fingerprint.newBuilder().setAlgorithm(Catalog.ALGORITHM);
        Catalog catalog = session.catalog();
        for (String path : catalog.schema().keySet()) {
            before.addObjects(CatalogObject.newBuilder().setPath(path).setHash(catalog.hash(path)));
        }
        session.ledger()
                .beginObservation(
                        mandate.epoch(), work.step().getNumber(), before.build().toByteString());
    }

    /** Notes what is different now; in the transaction that records the step as finished. Nothing, for a step that an older agent began. */
    static void end(NodeSession session, Mandate mandate, StepWork work) throws SQLException {
        Optional<ObservationRow> open =
                openOf(session.ledger(), mandate.epoch(), work.step().getNumber());
        if (open.isPresent()) {
            Catalog now = session.catalog();
            Map<String, ByteString> before = hashes(open.get().beforeBytes());
            StatementReach reach = StatementReach.of(work.statement().getSqlList(), before.keySet(), now);
            Fingerprint.Builder own = Fingerprint.newBuilder().setAlgorithm(Catalog.ALGORITHM);
            for (CatalogObject object : changes(before, now)) {
                if (reach.includes(object.getPath())) {
                    own.addObjects(object);
                } else {
                    LOG.warn("{} was changed while {} ran, and not by it: it is drift", object.getPath(), work);
                }
            }
            session.ledger().endObservation(open.get(), own.build().toByteString());
        }
    }

    private static Optional<ObservationRow> openOf(Ledger ledger, long epoch, int step) throws SQLException {
        Optional<Long> begun = ledger.log(epoch).stream()
                .filter(row -> row.step() == step && row.kind().isBegin())
                .map(LogRow::number)
                .max(Comparator.naturalOrder());
        return ledger.observations(epoch).stream()
                .filter(row -> !row.ended() && begun.equals(Optional.of(row.number())))
                .findFirst();
    }

    /** What is not as it was, in either direction; what is gone has an empty hash. */
    private static List<CatalogObject> changes(Map<String, ByteString> before, Catalog now) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(now.schema().keySet());
        return paths.stream()
                .map(path -> TouchedObjects.live(path, now))
                .filter(object -> !object.getHash().equals(before.getOrDefault(object.getPath(), ByteString.EMPTY)))
                .toList();
    }

    private static Map<String, ByteString> hashes(ByteString fingerprint) throws SQLException {
        Map<String, ByteString> hashes = new TreeMap<>();
        objects(fingerprint).forEach(object -> hashes.put(object.getPath(), object.getHash()));
        return hashes;
    }

    /** The objects in a stored fingerprint. */
    static List<CatalogObject> objects(ByteString fingerprint) throws SQLException {
        try {
            return Fingerprint.parseFrom(fingerprint).getObjectsList();
        } catch (InvalidProtocolBufferException unreadable) {
            throw new SQLException("an observation in the ledger cannot be read", unreadable);
        }
    }
}
