package dev.lockstep.agent.execute;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Plan;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The plan of each open epoch, held against its hash and decoded once instead of before each step. The ledger decides which plan it is: one is taken from here
 * only when the ledger has the same bytes. Used by one thread.
 */
final class KnownPlans {
    private record Known(PlanRow row, Plan plan) {}

    private final Map<Long, Known> byEpoch = new HashMap<>();

    /** What a row of the ledger says. */
    Plan of(PlanRow row) throws SQLException {
        Known known = byEpoch.get(row.epoch());
        if (known == null || !known.row().equals(row)) {
            known = new Known(row, decoded(row));
            byEpoch.put(row.epoch(), known);
        }
        return known.plan();
    }

    private static Plan decoded(PlanRow row) throws SQLException {
        if (!Hashing.hash(Domain.PLAN, row.planBytes()).equals(row.planHash())) {
            throw new SQLException("the plan of epoch " + row.epoch() + " in the ledger does not have its hash");
        }
        try {
            return Plan.parseFrom(row.planBytes());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new SQLException("the plan of epoch " + row.epoch() + " in the ledger cannot be read", unreadable);
        }
    }

    /** An epoch has ended. */
    void forget(long epoch) {
        byEpoch.remove(epoch);
    }
}
