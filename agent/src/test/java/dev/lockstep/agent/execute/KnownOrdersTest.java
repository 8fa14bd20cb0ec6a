package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.Orders;
import dev.lockstep.v1.Order;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of an order is never more than the ledger says. */
class KnownOrdersTest {
    private final KnownOrders orders = new KnownOrders();
    private WorkBench bench;
    private NodeSession session;

    @BeforeEach
    void aNodeThatWasToldToPrepare() throws Exception {
        bench = new WorkBench();
        bench.receive(Orders.prepare());
        session = bench.database.open(SessionPurpose.DRIVER);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void anOrderThatNobodyRememberedIsReadFromTheLedgerOnce() throws Exception {
        Order first = orders.of(session, mandate());

        assertThat(first).isEqualTo(Orders.prepare().build());
        assertThat(orders.of(session, mandate())).isSameAs(first);
    }

    @Test
    void anOrderThatWasJustReceivedIsNotDecodedAgain() throws Exception {
        Order received = Orders.prepare().build();
        orders.remember(Orders.EPOCH, mandate().mandateHash(), received);

        assertThat(orders.of(session, mandate())).isSameAs(received);
    }

    @Test
    void theLedgersMandateHoldsWhenAnotherOrderIsRemembered() throws Exception {
        // As when the order was received, and another one came into the ledger before it was worked on.
        orders.remember(Orders.EPOCH, mandate().mandateHash(), Orders.prepare().build());
        bench.receive(Orders.pause());

        assertThat(orders.of(session, mandate())).isEqualTo(Orders.pause().build());
    }

    @Test
    void anOrderThatIsNotInTheLedgerIsNotBelieved() throws Exception {
        orders.remember(
                Orders.EPOCH,
                ByteString.copyFromUtf8("another hash"),
                Orders.halt().build());

        assertThat(orders.of(session, mandate())).isEqualTo(Orders.prepare().build());
    }

    @Test
    void whatWasRememberedOfOneEpochIsNotTakenForAnother() throws Exception {
        orders.remember(Orders.EPOCH + 1, mandate().mandateHash(), Orders.halt().build());

        assertThat(orders.of(session, mandate())).isEqualTo(Orders.prepare().build());
    }

    @Test
    void anEpochThatHasEndedIsForgotten() throws Exception {
        Order received = Orders.prepare().build();
        orders.remember(Orders.EPOCH, mandate().mandateHash(), received);
        orders.forget(Orders.EPOCH);

        assertThat(orders.of(session, mandate())).isEqualTo(received).isNotSameAs(received);
    }

    private EpochRow mandate() throws Exception {
        return session.ledger().openEpochs().get(0);
    }
}
