package dev.lockstep.coordinator;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing;
import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.coordinator.agents.AttachedAgents;
import dev.lockstep.coordinator.api.CoordinatorOperations;
import dev.lockstep.coordinator.api.RequestRefused;
import dev.lockstep.coordinator.api.RequestRefused.Code;
import dev.lockstep.coordinator.audit.EpochCosts;
import dev.lockstep.coordinator.audit.JournalAudit;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Epoch;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.Member;
import dev.lockstep.coordinator.core.Overlap;
import dev.lockstep.coordinator.core.PhaseTransitions;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.core.Stage;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.reverse.ReverseFile;
import dev.lockstep.coordinator.reverse.StateBefore;
import dev.lockstep.coordinator.view.RosterView;
import dev.lockstep.coordinator.view.StatusView;
import dev.lockstep.rollout.RolloutPolicy;
import dev.lockstep.signing.Approvers;
import dev.lockstep.v1.ApplyChangeRequest;
import dev.lockstep.v1.ApproveEpochRequest;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.EpochCommand;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FindDriftRequest;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.GetEpochRequest;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.ListEpochsRequest;
import dev.lockstep.v1.ListEpochsResponse;
import dev.lockstep.v1.ListFleetsResponse;
import dev.lockstep.v1.NodePlan;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.PlanChangeRequest;
import dev.lockstep.v1.PlanChangeResponse;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.ReverseChange;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.WaiveCommand;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What users ask, answered from views, by the loops, and by agents. Thread-safe. */
final class Operations implements CoordinatorOperations {
    private static final long AUDIT_TIMEOUT_SECONDS = 600;

    private final FleetDirectory fleets;
    private final AttachedAgents agents;
    private final Inspections inspections;
    private final Watchers watchers;
    private final Approvers approvers;
    private final Supplier<String> unreadiness;

    /** @param unreadiness what keeps this coordinator from serving; empty when it can */
    Operations(
            FleetDirectory fleets,
            AttachedAgents agents,
            Watchers watchers,
            Approvers approvers,
            Supplier<String> unreadiness) {
        this.fleets = fleets;
        this.agents = agents;
        this.inspections = new Inspections(agents);
        this.watchers = watchers;
        this.approvers = approvers;
        this.unreadiness = unreadiness;
    }

    @Override
    public ListFleetsResponse listFleets() {
        return ListFleetsResponse.newBuilder().addAllFleets(fleets.names()).build();
    }

    @Override
    public FleetStatus fleet(String fleet) {
        return StatusView.fleet(loop(fleet).view(), agents.live(fleet));
    }

    @Override
    public CompletionStage<PlanChangeResponse> planChange(PlanChangeRequest request) {
        FleetLoop loop = leading(request.getFleet());
        Change change = read(request.getFleet(), request.getFileName(), request.getChangeFile());
        FleetState state = loop.view().state();
        List<String> waits = Overlap.obstacles(state, change).stream()
                .map(Overlap.Obstacle::sentence)
                .toList();
        return inspections
                .plan(state, change)
                .thenApply(plans -> plans.toBuilder().addAllWaitsFor(waits).build());
    }

    @Override
    public CompletionStage<EpochStatus> applyChange(ApplyChangeRequest request) {
        FleetLoop loop = loop(request.getFleet());
        Change change = read(request.getFleet(), request.getFileName(), request.getChangeFile());
        ByteString bytes = Hashing.canonicalBytes(change);
        return submit(
                loop,
                new Command.OpenEpoch(
                        change, bytes, Hashing.hash(Hashing.Domain.CHANGE, bytes), Requested.by(request.getBy())));
    }

    @Override
    public ListEpochsResponse listEpochs(ListEpochsRequest request) {
        FleetLoop loop = loop(request.getFleet());
        Lookup.requireRead(loop.fleet(), loop.view());
        ListEpochsResponse.Builder response = ListEpochsResponse.newBuilder();
        loop.view().state().epochs().values().stream()
                .sorted(Comparator.comparingLong(Epoch::number).reversed())
                .limit(Requested.most(request))
                .forEach(epoch ->
                        response.addEpochs(StatusView.epoch(loop.view(), epoch, agents.live(request.getFleet()))));
        return response.build();
    }

    @Override
    public CompletionStage<EpochStatus> epoch(GetEpochRequest request) {
        EpochStatus status = status(loop(request.getFleet()), request.getEpoch());
        return request.getCosts()
                ? EpochCosts.read(fleets.openJournal(request.getFleet()), request.getEpoch())
                        .orTimeout(AUDIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .thenApply(costs -> costs.addTo(status))
                : CompletableFuture.completedFuture(status);
    }

    @Override
    public PlanChangeResponse plans(GetEpochRequest request) {
        Epoch epoch = epoch(loop(request.getFleet()), request.getEpoch());
        if (!epoch.isOpen()) {
            throw new RequestRefused(
                    Code.WRONG_STATE,
                    "expected an open epoch, but epoch " + epoch.number() + " is " + epoch.stage()
                            + "; its plans are in the journal",
                    "");
        }
        PlanChangeResponse.Builder response = PlanChangeResponse.newBuilder()
                .setChangeHash(Hashing.hex(epoch.changeHash()))
                .addAllPolicy(RolloutPolicy.inWords(epoch.change().getRollout()));
        epoch.nodes().forEach((name, node) -> {
            Planned planned = node.planned();
            response.addNodes(
                    planned == null
                            ? NodePlan.newBuilder()
                                    .setNode(name)
                                    .setError("not planned yet")
                                    .build()
                            : nodePlan(name, planned));
        });
        return response.build();
    }

    @Override
    public CompletionStage<EpochStatus> approve(ApproveEpochRequest request) {
        SortedMap<String, ByteString> hashes = Requested.plans(request);
        FleetLoop loop = loop(request.getFleet());
        Command.Approve approve = new Command.Approve(
                request.getEpoch(), hashes, Requested.by(request.getBy()), request.getKeyId(), request.getSignature());
        Epoch epoch = epoch(loop, request.getEpoch());
        approvers.objection(approve.approval(loop.fleet(), epoch.changeHash())).ifPresent(reason -> {
            throw new RequestRefused(
                    Code.NOT_APPROVER,
                    reason,
                    "approve with the key of an approver: lockstep approve --sign-with FILE");
        });
        return submit(loop, approve);
    }

    @Override
    public CompletionStage<EpochStatus> release(EpochCommand command) {
        return submit(loop(command.getFleet()), new Command.Release(command.getEpoch(), Requested.by(command.getBy())));
    }

    @Override
    public CompletionStage<EpochStatus> pause(EpochCommand command) {
        return submit(
                loop(command.getFleet()),
                new Command.Pause(
                        command.getEpoch(), Requested.by(command.getBy()), Requested.reason(command.getReason())));
    }

    @Override
    public CompletionStage<EpochStatus> resume(EpochCommand command) {
        return submit(loop(command.getFleet()), new Command.Resume(command.getEpoch(), Requested.by(command.getBy())));
    }

    @Override
    public CompletionStage<EpochStatus> rollback(EpochCommand command) {
        return submit(
                loop(command.getFleet()),
                new Command.Rollback(
                        command.getEpoch(),
                        Requested.by(command.getBy()),
                        Requested.reason(command.getReason()),
                        command.getConfirmLoss()));
    }

    @Override
    public FleetRoster roster(String fleet) {
        return RosterView.of(loop(fleet).view());
    }

    @Override
    public CompletionStage<FleetRoster> join(RosterCommand command) {
        String by = Requested.by(command.getBy());
        String reason = Requested.reason(command.getReason());
        FleetLoop loop = loop(command.getFleet());
        Member member = loop.view().state().members().get(command.getNode());
        CompletionStage<Optional<Fingerprint>> shown = member != null && member.isQuarantined()
                ? inspections.schema(loop.fleet(), member.name())
                : CompletableFuture.completedFuture(Optional.empty());
        return shown.thenCompose(schema -> submitToRoster(
                command.getFleet(), new Command.Join(command.getNode(), by, reason, schema.orElse(null))));
    }

    @Override
    public CompletionStage<FleetRoster> leave(LeaveCommand command) {
        return submitToRoster(
                command.getFleet(),
                new Command.Leave(
                        command.getNode(),
                        Requested.by(command.getBy()),
                        Requested.reason(command.getReason()),
                        command.getConfirm()));
    }

    @Override
    public CompletionStage<EpochStatus> waive(WaiveCommand command) {
        return submit(
                loop(command.getFleet()),
                new Command.Waive(
                        command.getEpoch(),
                        command.getNode(),
                        Requested.by(command.getBy()),
                        Requested.reason(command.getReason())));
    }

    private CompletionStage<FleetRoster> submitToRoster(String fleet, Command command) {
        FleetLoop loop = loop(fleet);
        return loop.submit(command).thenApply(done -> RosterView.of(loop.view()));
    }

    @Override
    public CompletionStage<AuditReport> verifyAudit(String fleet) {
        loop(fleet);
        return JournalAudit.run(fleets.openJournal(fleet)).orTimeout(AUDIT_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<ReverseChange> reverse(GetEpochRequest request) {
        Epoch epoch = epoch(loop(request.getFleet()), request.getEpoch());
        boolean isDone = epoch.stage() == Stage.COMPLETED;
        if (!isDone && !(epoch.isOpen() && PhaseTransitions.isPastPointOfNoReturn(epoch.phase()))) {
            throw new RequestRefused(
                    Code.WRONG_STATE,
                    "expected an epoch that has completed or whose CONTRACT has opened, but epoch " + epoch.number()
                            + " is " + (epoch.isOpen() ? "in " + epoch.phase() : epoch.stage()),
                    epoch.isOpen()
                            ? "roll it back: lockstep rollback " + epoch.number()
                            : "nothing is to be taken back");
        }
        return StateBefore.read(fleets.openJournal(request.getFleet()), request.getEpoch())
                .orTimeout(AUDIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .thenApply(before -> ReverseFile.of(epoch, before));
    }

    @Override
    public CompletionStage<DriftReport> findDrift(FindDriftRequest request) {
        FleetLoop loop = leading(request.getFleet());
        if (!request.getNode().isEmpty() && !loop.view().state().members().containsKey(request.getNode())) {
            throw new RequestRefused(
                    Code.NOT_FOUND,
                    "expected a node of fleet " + request.getFleet() + ", but there is no node \"" + request.getNode()
                            + "\"",
                    "its nodes are "
                            + String.join(", ", loop.view().state().members().keySet()));
        }
        return inspections.drift(loop, request.getNode());
    }

    @Override
    public AutoCloseable watch(String fleet, Consumer<FleetStatus> listener) {
        FleetLoop loop = loop(fleet);
        return watchers.add(loop, () -> listener.accept(fleet(fleet)));
    }

    @Override
    public String unreadiness() {
        return unreadiness.get();
    }

    static NodePlan nodePlan(String node, Planned planned) {
        try {
            return NodePlan.newBuilder()
                    .setNode(node)
                    .setPlan(Plan.parseFrom(planned.getPlan()))
                    .setPlanHash(Hashing.hex(planned.getPlanHash()))
                    .setEstimate(planned.getEstimate())
                    .addAllFindings(planned.getFindingsList())
                    .build();
        } catch (InvalidProtocolBufferException wrong) {
            return NodePlan.newBuilder()
                    .setNode(node)
                    .setError("its plan cannot be read: " + wrong.getMessage())
                    .build();
        }
    }

    private CompletionStage<EpochStatus> submit(FleetLoop loop, Command command) {
        CompletableFuture<Reply> reply = loop.submit(command);
        return reply.thenApply(answer -> status(loop, ((Reply.OfEpoch) answer).epoch()));
    }

    private EpochStatus status(FleetLoop loop, long number) {
        return StatusView.epoch(loop.view(), epoch(loop, number), agents.live(loop.fleet()));
    }

    private static Epoch epoch(FleetLoop loop, long number) {
        return Lookup.epoch(loop.fleet(), loop.view(), number);
    }

    private FleetLoop loop(String fleet) {
        return fleets.find(fleet)
                .orElseThrow(() -> fleets.lookTrouble()
                        .map(trouble -> new RequestRefused(
                                Code.UNAVAILABLE,
                                "expected fleet \"" + fleet + "\", but this coordinator cannot know whether it exists: "
                                        + trouble,
                                "try again, or ask another coordinator"))
                        .orElseGet(() -> new RequestRefused(
                                Code.NOT_FOUND,
                                "expected a fleet that exists, but there is no fleet \"" + fleet + "\"",
                                fleets.names().isEmpty()
                                        ? "start an agent: its first node founds the fleet"
                                        : "the fleets are " + String.join(", ", fleets.names()))));
    }

    private FleetLoop leading(String fleet) {
        FleetLoop loop = loop(fleet);
        if (!loop.view().leading()) {
            throw new RequestRefused(
                    Code.NOT_LEADER, "this coordinator does not lead fleet " + fleet, fleets.leaderAddress());
        }
        return loop;
    }

    private static Change read(String fleet, String fileName, String text) {
        ChangeFileResult result = ChangeFile.read(fileName.isEmpty() ? "change.yaml" : fileName, text);
        if (result instanceof ChangeFileResult.Problems problems) {
            throw new RequestRefused(
                    Code.INVALID,
                    problems.problems().stream().map(Object::toString).collect(Collectors.joining("\n")),
                    "mend the file; lockstep lint finds the same offline");
        }
        Change change = ((ChangeFileResult.Read) result).change();
        if (!change.getFleet().equals(fleet)) {
            throw new RequestRefused(
                    Code.INVALID,
                    "expected a change for fleet \"" + fleet + "\", but the file says fleet \"" + change.getFleet()
                            + "\"",
                    "ask for the fleet that the file names, or mend the file");
        }
        return change;
    }
}
