package dev.lockstep.agent.follow;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.DirectiveSource;
import dev.lockstep.agent.directives.DirectivesUnreachableException;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.execute.Backoff;
import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.agent.execute.Pacer;
import dev.lockstep.agent.execute.ReportSink;
import dev.lockstep.agent.ledger.SignedDirective;
import dev.lockstep.agent.ledger.SupersededException;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.HeardFromNode;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Position;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that receives directives into a node's ledger, in order, and says who the node is whenever that is asked. */
public final class NodeFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeFollower.class);
    private static final long HELD_MILLIS = 3000;
    private static final long CHECK_MILLIS = 2000;
    private static final Duration POLL = Duration.ofMillis(CHECK_MILLIS);

    private final String node;
    private final NodeDatabase database;
    private final NodeStanding standing;
    private final DirectiveSource source;
    private final NodeAdoption adoption;
    private final HelloMaker hellos;
    private final Consumer<NodeHello> helloSink;
    private final ReportSink reports;
    private final OrderListener orders;
    private final Contact contact;
    private final Pacer pacer;
    private final Backoff backoff;
    private @Nullable NodeSession open;
    private Position received = Position.getDefaultInstance();
    private boolean openedBefore;
    private long checkedMillis;
    private long askedMillis;

    public NodeFollower(
            String fleet,
            String node,
            List<String> labels,
            NodeDatabase database,
            NodeStanding standing,
            DirectiveSource source,
            Consumer<NodeHello> helloSink,
            ReportSink reports,
            OrderListener orders,
            Contact contact,
            Pacer pacer,
            Backoff backoff,
            Supplier<String> adoptionIds) {
        this.node = node;
        this.database = database;
        this.standing = standing;
        this.source = source;
        this.adoption = new NodeAdoption(fleet, node, standing, adoptionIds);
        this.hellos = new HelloMaker(labels);
        this.helloSink = helloSink;
        this.reports = reports;
        this.orders = orders;
        this.contact = contact;
        this.pacer = pacer;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        try {
            while (standing.leftReason().isEmpty() && !Thread.currentThread().isInterrupted()) {
                long restMillis = turn(POLL);
                if (restMillis > 0) {
                    pacer.pause(restMillis);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** After the last turn: lets go of the session. */
    public void end() {
        closeSession();
    }

    /**
     * Does what is to be done now: opens the session when there is none, says who the node is when that is asked, receives what has come. Safe to repeat for
     * ever; {@link #run} does nothing else.
     *
     * @param patience how long to wait for directives when there are none
     * @return how long to rest before the next turn, in milliseconds
     */
    public long turn(Duration patience) throws InterruptedException {
        try {
            NodeSession following = open;
            return following == null ? begin() : follow(following, patience);
        } catch (SupersededException superseded) {
            LOG.error("{}", superseded.getMessage());
            closeSession();
            standing.leave(String.valueOf(superseded.getMessage()));
            return 0;
        } catch (SQLException failed) {
            closeSession();
            SqlFailure meaning = database.classify(failed);
            contact.lost(meaning.message());
            LOG.warn("node {}: the follower's session failed; trying again: {}", node, failed.getMessage());
            return backoff.nextMillis();
        } catch (RuntimeException bug) {
            LOG.error("node {}: following failed in a way that it must not; starting over", node, bug);
            closeSession();
            return HELD_MILLIS;
        }
    }

    private long begin() throws SQLException {
        NodeSession opened = database.open(SessionPurpose.FOLLOWER);
        open = opened;
        if (openedBefore) {
            standing.databaseReopened();
        }
        Optional<String> objection = adoption.begin(opened);
        if (objection.isPresent()) {
            closeSession();
            contact.refused(objection.get());
            return HELD_MILLIS;
        }
        openedBefore = true;
        contact.reached();
        backoff.reset();
        received = positionOf(opened);
        return 0;
    }

    private long follow(NodeSession following, Duration patience) throws SQLException, InterruptedException {
        sayHello(following);
        received = receiveAll(following, received, patience);
        if (pacer.nowMillis() - checkedMillis > CHECK_MILLIS) {
            checkedMillis = pacer.nowMillis();
            received = positionOf(following);
        }
        return 0;
    }

    private void closeSession() {
        NodeSession ended = open;
        open = null;
        if (ended != null) {
            ended.close();
        }
    }

    private Position positionOf(NodeSession session) throws SQLException {
        return session.ledger().requireIncarnation(standing.incarnation()).position();
    }

    private void sayHello(NodeSession session) throws SQLException {
        boolean askAgain = !standing.heldReason().isEmpty() && pacer.nowMillis() - askedMillis > HELD_MILLIS;
        if (standing.takeHelloWish() || askAgain) {
            askedMillis = pacer.nowMillis();
            // Asked before the ledger is read: then what is read is at least as new.
            Optional<HeardFromNode> heard = standing.heard();
            boolean working = standing.takeWorking();
            helloSink.accept(hellos.make(session, standing.incarnation(), heard, working));
        }
    }

    private Position receiveAll(NodeSession session, Position from, Duration patience)
            throws SQLException, InterruptedException {
        Position position = from;
        try {
            for (ReceivedDirective next : source.poll(position, patience)) {
                if (next instanceof ReceivedDirective.Accepted accepted) {
                    if (!receive(session, accepted.signed())) {
                        return positionOf(session);
                    }
                    position = Position.newBuilder()
                            .setNumber(accepted.number())
                            .setHash(accepted.signed().hash())
                            .build();
                } else if (next instanceof ReceivedDirective.Refused refused) {
                    reports.refusal(refused.number(), refused.reason());
                }
            }
            contact.directivesReached();
            backoff.reset();
        } catch (DirectivesUnreachableException away) {
            contact.directivesLost(String.valueOf(away.getMessage()));
            pacer.pause(backoff.nextMillis());
        }
        return position;
    }

    private boolean receive(NodeSession session, SignedDirective signed) throws SQLException {
        Directive directive = signed.directive();
        boolean binds = signed.binds(node);
        if (binds) {
            orders.coming(directive);
        }
        session.begin();
        try {
            boolean inPlace = session.ledger().receive(signed, standing.incarnation());
            if (!inPlace) {
                session.rollback();
                return false;
            }
            session.commit();
        } catch (RuntimeException failed) {
            session.rollback();
            throw failed;
        }
        LOG.info(
                "node {}: received directive {}: {} of epoch {}{}",
                node,
                directive.getNumber(),
                directive.getOrder().getKindCase(),
                directive.getEpoch(),
                binds ? "" : ", which does not bind it");
        if (binds) {
            orders.received(directive, signed.hash());
        }
        return true;
    }

    /** Hears of orders that bind the node. */
    public interface OrderListener {
        /** It is about to be received: work should make way. */
        void coming(Directive directive);

        /** The ledger holds it, under this hash. */
        void received(Directive directive, ByteString hash);
    }

    /** Hears how well the node's database and the directives can be reached. */
    public interface Contact {
        /** All is well with the database. */
        void reached();

        /** A session broke, with what the server or the driver said. */
        void lost(String message);

        /** The database can be reached and must not be served, for this reason. */
        void refused(String reason);

        /** All is well with the directives. */
        void directivesReached();

        /** Directives cannot be read now. */
        void directivesLost(String message);
    }
}
