package dev.lockstep.integration.crash;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.SignedDirective;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Halt;
import dev.lockstep.v1.OpenPhase;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.PauseWork;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanApproval;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Prepare;
import dev.lockstep.v1.SignedEnvelope;
import dev.lockstep.v1.UndoPhase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The directives of one run, chained; there is no Kafka and no coordinator. Used by one thread. */
public final class Script implements DirectiveSource {
    public static final long EPOCH = 1;

    private final Change change;
    private final ByteString changeHash;
    private final Runnable whenAllAreReceived;
    private final List<ReceivedDirective.Accepted> directives = new ArrayList<>();

    /** @param whenAllAreReceived called when somebody who has everything asks for more */
    private Script(Change change, Runnable whenAllAreReceived, List<ReceivedDirective.Accepted> directives) {
        this.change = change;
        this.changeHash = Hashing.hash(Domain.CHANGE, Hashing.canonicalBytes(change));
        this.whenAllAreReceived = whenAllAreReceived;
        this.directives.addAll(directives);
    }

    public static Script of(Change change) {
        return new Script(change, () -> {}, List.of());
    }

    /** The same directives, for a reader of its own. */
    Script readBy(Runnable whenAllAreReceived) {
        return new Script(change, whenAllAreReceived, directives);
    }

    public ByteString changeHash() {
        return changeHash;
    }

    public void prepare() {
        add(Order.newBuilder()
                .setPrepare(Prepare.newBuilder()
                        .setChange(Hashing.canonicalBytes(change))
                        .setChangeHash(changeHash)));
    }

    public void open(Phase phase, Planned planned) {
        add(Order.newBuilder()
                .setOpenPhase(OpenPhase.newBuilder()
                        .setPhase(phase)
                        .setApproval(Approval.newBuilder()
                                .setFleet(CrashNode.FLEET)
                                .setEpoch(EPOCH)
                                .setChangeHash(changeHash)
                                .addPlans(PlanApproval.newBuilder()
                                        .setNode(CrashNode.NAME)
                                        .setPlanHash(planned.getPlanHash())))));
    }

    public void pause() {
        add(Order.newBuilder().setPause(PauseWork.getDefaultInstance()));
    }

    public void halt() {
        add(Order.newBuilder().setHalt(Halt.getDefaultInstance()));
    }

    public void undo(Phase phase) {
        add(Order.newBuilder().setUndo(UndoPhase.newBuilder().setPhase(phase)));
    }

    private void add(Order.Builder order) {
        Directive directive = Directive.newBuilder()
                .setFleet(CrashNode.FLEET)
                .setNumber(tip().getNumber() + 1)
                .setPreviousHash(tip().getHash())
                .setEpoch(EPOCH)
                .setOrder(order.addNodes(CrashNode.NAME))
                .build();
        directives.add(new ReceivedDirective.Accepted(SignedDirective.of(
                directive,
                Hashing.hash(Domain.DIRECTIVE, directive.toByteString()),
                SignedEnvelope.newBuilder()
                        .setPayload(directive.toByteString())
                        .build()
                        .toByteString())));
    }

    /** The newest directive. */
    public Position tip() {
        if (directives.isEmpty()) {
            return Position.getDefaultInstance();
        }
        ReceivedDirective.Accepted last = directives.get(directives.size() - 1);
        return Position.newBuilder()
                .setNumber(last.number())
                .setHash(last.signed().hash())
                .build();
    }

    /** Puts what is new into a ledger, as a follower would. */
    public void receiveInto(Ledger ledger, long incarnation) throws SQLException {
        long received = ledger.node().orElseThrow().position().getNumber();
        for (ReceivedDirective.Accepted directive : directives) {
            if (directive.number() > received && !ledger.receive(directive.signed(), incarnation)) {
                throw new IllegalStateException("directive " + directive.number() + " was not received");
            }
        }
    }

    @Override
    public List<ReceivedDirective> poll(Position after, Duration wait) {
        List<ReceivedDirective> rest = directives.stream()
                .filter(directive -> directive.number() > after.getNumber())
                .map(ReceivedDirective.class::cast)
                .toList();
        if (rest.isEmpty()) {
            whenAllAreReceived.run();
        }
        return rest;
    }

    @Override
    public void wake() {}

    @Override
    public void close() {}
}
