package dev.lockstep.agent.report;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.execute.UnknownParts;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.InspectionReply;
import dev.lockstep.v1.InspectionRequest;
import dev.lockstep.v1.Planned;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Looks at nodes when asked, on sessions of its own, and changes nothing. Thread-safe. */
public final class InspectionDesk {
    private final Map<String, NodeDatabase> databases;

    /**
     * @param databases by name of the node
     */
    public InspectionDesk(Map<String, NodeDatabase> databases) {
        this.databases = Map.copyOf(databases);
    }

    InspectionReply answer(InspectionRequest request) {
        InspectionReply.Builder reply =
                InspectionReply.newBuilder().setId(request.getId()).setNode(request.getNode());
        NodeDatabase database = databases.get(request.getNode());
        if (database == null) {
            return reply.setError("expected a node of this agent, found \"" + request.getNode() + "\"; it serves "
                            + databases.keySet())
                    .build();
        }
        try (NodeSession session = database.open(SessionPurpose.OBSERVER)) {
            return look(session, request, reply);
        } catch (SQLException failed) {
            return reply.setError(database.classify(failed).message()).build();
        } catch (InvalidProtocolBufferException unreadable) {
            return reply.setError("the bytes of the change cannot be read: " + unreadable.getMessage())
                    .build();
        } catch (RuntimeException bug) {
            return reply.setError("the inspection failed in a way that it must not: " + bug)
                    .build();
        }
    }

    private static InspectionReply look(NodeSession session, InspectionRequest request, InspectionReply.Builder reply)
            throws SQLException, InvalidProtocolBufferException {
        return switch (request.getKindCase()) {
            case FINGERPRINT ->
                reply.setFingerprint(session.catalog().fingerprint()).build();
            case PLAN -> {
                Change change = Change.parseFrom(request.getPlan().getChange());
                Optional<Planned> refusal = UnknownParts.refusal(change);
                Planned planned = refusal.isPresent()
                        ? refusal.get()
                        : session.plan(
                                change,
                                Hashing.hash(Domain.CHANGE, request.getPlan().getChange()),
                                0);
                yield reply.setPlanned(planned).build();
            }
            case KIND_NOT_SET ->
                reply.setError("expected a question that this agent knows, found another")
                        .build();
        };
    }
}
