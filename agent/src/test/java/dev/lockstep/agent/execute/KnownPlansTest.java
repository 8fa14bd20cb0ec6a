package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Plan;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What is remembered of a plan is never more than the ledger says. */
class KnownPlansTest {
    private final KnownPlans plans = new KnownPlans();

    @Test
    void aPlanIsDecodedOnce() throws Exception {
        assertThat(plans.of(row("a"))).isSameAs(plans.of(row("a")));
    }

    @Test
    void anotherPlanInTheLedgerTakesThePlaceOfTheOneThatIsKnown() throws Exception {
        plans.of(row("a"));

        assertThat(plans.of(row("b")).getNode()).isEqualTo("b");
    }

    @Test
    void bytesThatWereChangedUnderTheSameHashAreFoundOut() throws Exception {
        PlanRow known = row("a");
        plans.of(known);
        PlanRow tampered = new PlanRow(known.epoch(), row("b").planBytes(), known.planHash());

        assertThatThrownBy(() -> plans.of(tampered))
                .isInstanceOf(SQLException.class)
                .hasMessage("the plan of epoch 7 in the ledger does not have its hash");
    }

    @Test
    void aPlanThatCannotBeReadIsSaid() {
        ByteString bytes = ByteString.copyFromUtf8("no plan");

        assertThatThrownBy(() -> plans.of(new PlanRow(7, bytes, Hashing.hash(Domain.PLAN, bytes))))
                .isInstanceOf(SQLException.class)
                .hasMessage("the plan of epoch 7 in the ledger cannot be read");
    }

    private static PlanRow row(String node) {
        ByteString bytes = Plan.newBuilder().setNode(node).build().toByteString();
        return new PlanRow(7, bytes, Hashing.hash(Domain.PLAN, bytes));
    }
}
