package dev.lockstep.coordinator;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.agents.AttachedAgents;
import dev.lockstep.coordinator.audit.DriftComparison;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.rollout.RolloutPolicy;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.FingerprintRequest;
import dev.lockstep.v1.InspectionReply;
import dev.lockstep.v1.InspectionRequest;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.PlanRequest;
import dev.lockstep.v1.UncheckedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Questions that only live nodes can answer; nothing of them is journaled. */
final class Inspections {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final AttachedAgents agents;

    Inspections(AttachedAgents agents) {
        this.agents = agents;
    }

    /** What every node would run. */
    CompletableFuture<PlanChangeResponse> plan(FleetState state, Change change) {
        // With lines: findings then name the place in the file. The hash is of the canonical bytes alike.
        ByteString bytes = change.toByteString();
        PlanRequest request = PlanRequest.newBuilder().setChange(bytes).build();
        List<CompletableFuture<NodePlan>> answers = new ArrayList<>();
        List<String> policy = new ArrayList<>(RolloutPolicy.inWords(change.getRollout()));
        for (Member member : state.members().values()) {
            String node = member.name();
            if (member.isQuarantined()) {
                policy.add("without node " + node + ": quarantined since epoch "
                        + member.missed().firstKey());
                continue;
            }
            answers.add(agents.inspect(
                            state.fleet(), node, InspectionRequest.newBuilder().setPlan(request), TIMEOUT)
                    .handle((reply, failure) -> nodePlan(node, reply, failure)));
        }
        return all(answers)
                .thenApply(plans -> PlanChangeResponse.newBuilder()
                        .addAllNodes(plans)
                        .addAllPolicy(policy)
                        .setChangeHash(Hashing.hex(Hashing.hash(Hashing.Domain.CHANGE, Hashing.canonicalBytes(change))))
                        .build());
    }

    private static NodePlan nodePlan(String node, @Nullable InspectionReply reply, @Nullable Throwable failure) {
        if (reply == null || !reply.hasPlanned()) {
            return NodePlan.newBuilder()
                    .setNode(node)
                    .setError(reason(reply, failure))
                    .build();
        }
        return Operations.nodePlan(node, reply.getPlanned());
    }

    /** Live schemas beside recorded ones; of one node, or of all when its name is empty. */
    CompletableFuture<DriftReport> drift(FleetLoop loop, String only) {
        List<CompletableFuture<DriftReport>> answers = new ArrayList<>();
        for (String node : loop.view().state().members().keySet()) {
            if (only.isEmpty() || only.equals(node)) {
                answers.add(agents.inspect(
                                loop.fleet(),
                                node,
                                InspectionRequest.newBuilder().setFingerprint(FingerprintRequest.getDefaultInstance()),
                                TIMEOUT)
                        .handle((reply, failure) -> compare(loop.view().state(), node, reply, failure)));
            }
        }
        return all(answers).thenApply(parts -> {
            DriftReport.Builder whole = DriftReport.newBuilder();
            int checked = 0;
            for (DriftReport part : parts) {
                whole.addAllDrift(part.getDriftList()).addAllUnchecked(part.getUncheckedList());
                checked += part.getChecked();
            }
            return whole.setChecked(checked).build();
        });
    }

    /** The schema that a node has now; empty when its agent does not show it. */
    CompletableFuture<Optional<Fingerprint>> schema(String fleet, String node) {
        return agents.inspect(
                        fleet,
                        node,
                        InspectionRequest.newBuilder().setFingerprint(FingerprintRequest.getDefaultInstance()),
                        TIMEOUT)
                .handle((reply, failure) -> reply != null && reply.hasFingerprint()
                        ? Optional.of(reply.getFingerprint())
                        : Optional.empty());
    }

    private static DriftReport compare(
            FleetState state, String node, @Nullable InspectionReply reply, @Nullable Throwable failure) {
        Member member = state.members().get(node);
        if (member == null || reply == null || !reply.hasFingerprint()) {
            return DriftReport.newBuilder()
                    .addUnchecked(UncheckedNode.newBuilder().setNode(node).setReason(reason(reply, failure)))
                    .build();
        }
        return DriftReport.newBuilder()
                .addAllDrift(DriftComparison.compare(state, member, reply.getFingerprint()))
                .setChecked(1)
                .build();
    }

    private static String reason(@Nullable InspectionReply reply, @Nullable Throwable failure) {
        if (reply != null) {
            return reply.getError();
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return "its agent did not answer within " + TIMEOUT.toSeconds() + " s";
        }
        return cause == null ? "it was not asked" : String.valueOf(cause.getMessage());
    }

    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }
}
