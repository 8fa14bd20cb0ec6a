package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node that goes through an epoch again, with a ledger that may be from before it had the plan. */
class PlanThatComesWithAnOrderTest {
    private static final String COLUMN = "table:orders/column:region";
    private WorkBench bench;

    @BeforeEach
    void node() throws Exception {
        bench = new WorkBench();
        bench.receive(Orders.prepare());
    }

    @Test
    void isKeptAndRunWhereTheLedgerHasNone() throws Exception {
        ByteString plan = planOf(Steps.transactional(1, Phase.EXPAND, COLUMN));

        bench.receive(bringing(plan, hash(plan)));

        assertThat(bench.work().getPhaseDone().getPhase()).isEqualTo(Phase.EXPAND);
        assertThat(bench.database.effects()).hasSize(1);
        assertThat(inTheLedger()).isEqualTo(plan);
    }

    @Test
    void takesThePlaceOfOneThatWasNeverRun() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, "table:orders/column:other"));
        ByteString plan = planOf(Steps.transactional(1, Phase.EXPAND, COLUMN));

        bench.receive(bringing(plan, hash(plan)));

        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(inTheLedger()).isEqualTo(plan);
    }

    @Test
    void isTheOneThatIsThereAlready() throws Exception {
        Step step = Steps.transactional(1, Phase.EXPAND, COLUMN);
        bench.planned(step);
        bench.receive(Orders.open(Phase.EXPAND, bench.planHash()));
        assertThat(bench.work().hasPhaseDone()).isTrue();
        ByteString same = inTheLedger();

        bench.receive(bringing(same, bench.planHash()));

        assertThat(bench.work().hasPhaseDone()).isTrue();
        assertThat(bench.database.effects()).as("nothing is done twice").hasSize(1);
    }

    @Test
    void isRefusedWhereItWasNotApproved() throws Exception {
        ByteString plan = planOf(Steps.transactional(1, Phase.EXPAND, COLUMN));

        bench.receive(bringing(plan, ByteString.copyFromUtf8("another")));

        assertThat(bench.work().getStepFailed().getServerMessage()).startsWith("expected an approval of plan ");
        assertThat(bench.database.effects()).isEmpty();
        try (NodeSession session = bench.database.open(SessionPurpose.OBSERVER)) {
            assertThat(session.ledger().plan(Orders.EPOCH)).isEmpty();
        }
    }

    @Test
    void isRefusedWhereStepsOfAnotherHaveRun() throws Exception {
        bench.planned(Steps.transactional(1, Phase.EXPAND, COLUMN));
        bench.receive(Orders.open(Phase.EXPAND, bench.planHash()));
        bench.work();
        ByteString other = planOf(Steps.transactional(1, Phase.EXPAND, "table:orders/column:other"));

        bench.receive(bringing(other, hash(other)));

        assertThat(bench.work().getStepFailed().getServerMessage())
                .isEqualTo("expected the plan whose steps the ledger holds, found an order with another one");
        assertThat(bench.database.effects()).hasSize(1);
    }

    private static Order.Builder bringing(ByteString plan, ByteString approved) {
        Order.Builder order = Orders.catchUp(Phase.EXPAND, approved);
        order.getCatchUpBuilder().setPlan(plan);
        return order;
    }

    private ByteString inTheLedger() throws Exception {
        try (NodeSession session = bench.database.open(SessionPurpose.OBSERVER)) {
            return session.ledger().plan(Orders.EPOCH).orElseThrow().planBytes();
        }
    }

    private static ByteString planOf(Step... steps) {
        Plan.Builder plan = Plan.newBuilder()
                .setFleet(Orders.FLEET)
                .setEpoch(Orders.EPOCH)
                .setNode(Orders.NODE)
                .setChangeHash(Orders.CHANGE_HASH);
        for (Step step : steps) {
            plan.addSteps(step);
        }
        return plan.build().toByteString();
    }

    private static ByteString hash(ByteString plan) {
        return Hashing.hash(Domain.PLAN, plan);
    }
}
