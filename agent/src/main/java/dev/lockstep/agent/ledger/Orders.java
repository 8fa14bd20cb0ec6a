package dev.lockstep.agent.ledger;

import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Order;
import java.util.Optional;

/** What orders of different kinds have in common. */
public final class Orders {
    private Orders() {}

    /** The approval under which steps may run; empty where the order has none. */
    public static Optional<Approval> approval(Order order) {
        if (order.getOpenPhase().hasApproval()) {
            return Optional.of(order.getOpenPhase().getApproval());
        }
        return order.getCatchUp().hasApproval() ? Optional.of(order.getCatchUp().getApproval()) : Optional.empty();
    }
}
