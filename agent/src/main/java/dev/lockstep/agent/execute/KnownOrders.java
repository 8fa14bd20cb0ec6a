package dev.lockstep.agent.execute;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Order;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest order of each open epoch, decoded once instead of at each look. The ledger decides which order holds: one is taken from here only when it has the
 * hash that the ledger has. Thread-safe.
 */
public final class KnownOrders {
    private record Known(ByteString hash, Order order) {}

    private final Map<Long, Known> byEpoch = new ConcurrentHashMap<>();

    /** An order was received into the ledger. */
    public void remember(long epoch, ByteString hash, Order order) {
        byEpoch.put(epoch, new Known(hash, order));
    }

    /** The order that the ledger holds as an epoch's mandate. */
    Order of(NodeSession session, EpochRow epoch) throws SQLException {
        Optional<Order> known = Optional.ofNullable(byEpoch.get(epoch.epoch()))
                .filter(each -> each.hash().equals(epoch.mandateHash()))
                .map(Known::order);
        if (known.isPresent()) {
            return known.get();
        }
        Order stored = session.ledger().order(epoch.mandate());
        remember(epoch.epoch(), epoch.mandateHash(), stored);
        return stored;
    }

    /** An epoch has ended. */
    void forget(long epoch) {
        byEpoch.remove(epoch);
    }
}
