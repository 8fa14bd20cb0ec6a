package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.v1.Report;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of each open epoch, decoded once instead of at each look. The ledger decides which outcome it is: one is taken from here only when the ledger has
 * the same bytes. Used by one thread.
 */
final class KnownOutcomes {
    private record Known(ByteString bytes, Report outcome) {}

    private final Map<Long, Known> byEpoch = new HashMap<>();

    /** The outcome that the ledger holds for an epoch. */
    Optional<Report> of(EpochRow epoch) throws SQLException {
        if (epoch.outcomeBytes().isEmpty()) {
            return Optional.empty();
        }
        Known known = byEpoch.get(epoch.epoch());
        if (known == null || !known.bytes().equals(epoch.outcomeBytes())) {
            known = new Known(epoch.outcomeBytes(), decoded(epoch));
            byEpoch.put(epoch.epoch(), known);
        }
        return Optional.of(known.outcome());
    }

    private static Report decoded(EpochRow epoch) throws SQLException {
        try {
            return Report.parseFrom(epoch.outcomeBytes());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new SQLException("the outcome of epoch " + epoch.epoch() + " cannot be read", unreadable);
        }
    }

    /** An epoch has ended. */
    void forget(long epoch) {
        byEpoch.remove(epoch);
    }
}
