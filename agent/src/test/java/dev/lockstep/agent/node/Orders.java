package dev.lockstep.agent.node;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.agent.ledger.SignedDirective;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.CatchUp;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Close;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Dismiss;
import dev.lockstep.v1.EpochOutcome;
import dev.lockstep.v1.Halt;
import dev.lockstep.v1.OpenPhase;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanApproval;
import dev.lockstep.v1.Prepare;
import dev.lockstep.v1.SignedEnvelope;
import dev.lockstep.v1.UndoPhase;
import java.sql.SQLException;

/** Directives for tests, and receiving them. */
public final class Orders {
    public static final String FLEET = "orders";
    public static final String NODE = "shard-1";
    public static final long EPOCH = 7;
    public static final ByteString CHANGE = Hashing.canonicalBytes(
            Change.newBuilder().setName("region").setFleet(FLEET).build());
    public static final ByteString CHANGE_HASH = Hashing.hash(Domain.CHANGE, CHANGE);

    private Orders() {}

    public static Order.Builder prepare() {
        return Order.newBuilder()
                .addNodes(NODE)
                .setPrepare(Prepare.newBuilder().setChange(CHANGE).setChangeHash(CHANGE_HASH));
    }

    public static Order.Builder open(Phase phase, ByteString planHash) {
        return Order.newBuilder()
                .addNodes(NODE)
                .setOpenPhase(OpenPhase.newBuilder()
                        .setPhase(phase)
                        .setApproval(Approval.newBuilder()
                                .setFleet(FLEET)
                                .setEpoch(EPOCH)
                                .setChangeHash(CHANGE_HASH)
                                .addPlans(
                                        PlanApproval.newBuilder().setNode(NODE).setPlanHash(planHash))));
    }

    /** What the others have gone through, under a waiver for this node. */
    public static Order.Builder catchUp(Phase phase, ByteString planHash) {
        return Order.newBuilder()
                .addNodes(NODE)
                .setCatchUp(CatchUp.newBuilder()
                        .setPhase(phase)
                        .setApproval(open(phase, planHash).getOpenPhase().getApproval()));
    }

    public static Order.Builder pause() {
        return Order.newBuilder().addNodes(NODE).setPause(PauseWork.getDefaultInstance());
    }

    public static Order.Builder halt() {
        return Order.newBuilder().addNodes(NODE).setHalt(Halt.getDefaultInstance());
    }

    public static Order.Builder undo(Phase phase) {
        return Order.newBuilder().addNodes(NODE).setUndo(UndoPhase.newBuilder().setPhase(phase));
    }

    public static Order.Builder close() {
        return Order.newBuilder()
                .addNodes(NODE)
                .setClose(Close.newBuilder().setOutcome(EpochOutcome.OUTCOME_COMPLETED));
    }

    public static Order.Builder dismiss() {
        return Order.newBuilder().addNodes(NODE).setDismiss(Dismiss.getDefaultInstance());
    }

    public static Directive directive(long number, ByteString previous, Order.Builder order) {
        return Directive.newBuilder()
                .setFleet(FLEET)
                .setNumber(number)
                .setPreviousHash(previous)
                .setEpoch(EPOCH)
                .setOrder(order)
                .build();
    }

    public static ByteString hash(Directive directive) {
        return Hashing.hash(Domain.DIRECTIVE, directive.toByteString());
    }

    public static SignedEnvelope envelope(Directive directive) {
        return SignedEnvelope.newBuilder().setPayload(directive.toByteString()).build();
    }

    /** As it is after it has come in. */
    public static SignedDirective signed(Directive directive) {
        return SignedDirective.of(
                directive, hash(directive), envelope(directive).toByteString());
    }

    /** Receives an order as the next directive. */
    public static boolean receive(NodeSession session, Order.Builder order, long incarnation) throws SQLException {
        Ledger ledger = session.ledger();
        NodeRow node = ledger.node().orElseThrow();
        Directive directive =
                directive(node.position().getNumber() + 1, node.position().getHash(), order);
        session.begin();
        boolean received = ledger.receive(signed(directive), incarnation);
        if (received) {
            session.commit();
        } else {
            session.rollback();
        }
        return received;
    }
}
