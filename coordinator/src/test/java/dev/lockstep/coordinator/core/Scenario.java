package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Halted;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDone;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Refusal;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.StepFailed;
import dev.lockstep.v1.UndoDone;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A fleet in the hands of a test: it brings the fleet to where the test begins, and says what was decided. */
public final class Scenario {
    public static final List<Phase> EVERY_PHASE = List.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.CONTRACT);

    private FleetState state = FleetState.empty(Samples.FLEET);
    private final List<DirectiveIssued> directives = new ArrayList<>();
    private List<Event> lastEvents = List.of();
    private long sequence;
    private long focus;

    /** A fleet of these nodes, which have said hello. */
    public static Scenario fleetOf(String... nodes) {
        Scenario scenario = new Scenario();
        for (String node : nodes) {
            scenario.tell(
                    new Command.Hello("agent-" + node, Samples.hello(node, 1).build()));
        }
        return scenario;
    }

    public FleetState state() {
        return state;
    }

    public Epoch epoch() {
        return state.epoch(focus == 0 ? state.epochs().lastKey() : focus).orElseThrow();
    }

    /** From now on this epoch is meant, and no longer the last. */
    Scenario at(long epoch) {
        focus = epoch;
        return this;
    }

    /** Opens an epoch of a change of these tables; "*" is a raw step. */
    Decision openOn(String change, String... tables) {
        return tell(Samples.open(Samples.change(change, Rollout.getDefaultInstance(), 0, tables), "ann"));
    }

    /** Takes the epoch that is meant to its end, through EXPAND and VALIDATE. */
    Scenario completed() {
        return planned(List.of(Phase.EXPAND)).approved().upTo(Phase.VALIDATE).everyNodeIsDone();
    }

    /** A hello of a node's agent, which says the same when it is asked again, and what it is told at last. */
    Reply says(NodeHello.Builder hello) {
        Reply reply = saysOnce(hello);
        return reply instanceof Reply.AskAgain again ? saysOnce(hello.clone().setInAnswerTo(again.heard())) : reply;
    }

    /** A hello of a node's agent, and what it is told. */
    Reply saysOnce(NodeHello.Builder hello) {
        return ((Decision.Accepted) tell(new Command.Hello("agent-" + hello.getNode(), hello.build()))).reply();
    }

    public Member member(String node) {
        return state.member(node).orElseThrow();
    }

    List<DirectiveIssued> directives() {
        return directives;
    }

    DirectiveIssued lastDirective() {
        return directives.get(directives.size() - 1);
    }

    List<Event> lastEvents() {
        return lastEvents;
    }

    public Decision tell(Command command) {
        return tellAll(List.of(command)).get(0);
    }

    List<Decision> tellAll(List<? extends Command> commands) {
        Decisions.Batch batch = Decisions.batch(state, commands, 1, 1_000);
        lastEvents = batch.events();
        if (!batch.events().isEmpty()) {
            count(batch.events());
        }
        return batch.answers();
    }

    /** Lets events count as the next entry. */
    void count(List<Event> events) {
        state = Evolution.apply(
                state,
                JournalEntry.newBuilder()
                        .setNumber(state.entries() + 1)
                        .setTerm(1)
                        .setAtMillis(1_000)
                        .addAllEvents(events)
                        .build());
        events.stream()
                .filter(Event::hasDirectiveIssued)
                .map(Event::getDirectiveIssued)
                .forEach(directives::add);
    }

    public Scenario open(String change) {
        return open(change, Rollout.getDefaultInstance(), 0);
    }

    public Scenario open(String change, FailurePolicy policy) {
        return open(change, Rollout.newBuilder().setOnFailure(policy).build(), 0);
    }

    public Scenario open(String change, Rollout rollout, long soakMillis) {
        tell(Samples.open(Samples.change(change, rollout, soakMillis), "ann"));
        return this;
    }

    /** Every node plans a step in each of these phases. */
    public Scenario planned(List<Phase> phases) {
        epoch().names().forEach(node -> report(node, plan(node, phases)));
        return this;
    }

    public UnaryOperator<Report.Builder> plan(String node, List<Phase> phases) {
        Planned planned = Samples.planned(node, epoch().number(), epoch().changeHash(), phases);
        return report -> report.setPlanned(planned);
    }

    public Scenario approved() {
        tell(new Command.Approve(epoch().number(), planHashes(), "bob"));
        return this;
    }

    TreeMap<String, ByteString> planHashes() {
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        epoch().nodes().forEach((name, node) -> hashes.put(name, node.planHash()));
        return hashes;
    }

    /** Goes forward until this phase is open and nobody has acknowledged it. */
    public Scenario upTo(Phase phase) {
        while (epoch().phase() != phase) {
            if (epoch().phase() != Phase.PREFLIGHT) {
                everyNodeIsDone();
            }
            if (epoch().phase() == Phase.RELEASE) {
                tell(new Command.Release(epoch().number(), "bob"));
            }
            passGate();
        }
        return this;
    }

    public Decision passGate() {
        return tell(new Command.GateHeld(epoch().number(), epoch().phase(), Long.MAX_VALUE));
    }

    public Scenario everyNodeIsDone() {
        epoch().names().forEach(node -> done(node));
        return this;
    }

    public Decision done(String node, CatalogObject... touched) {
        Phase phase = epoch().phase();
        return report(
                node,
                report -> report.setPhaseDone(
                        PhaseDone.newBuilder().setPhase(phase).addAllTouched(List.of(touched))));
    }

    public Decision halted(String node) {
        return report(node, report -> report.setHalted(Halted.getDefaultInstance()));
    }

    public Decision undone(String node) {
        Phase phase = epoch().phase();
        return report(node, report -> report.setUndoDone(UndoDone.newBuilder().setPhase(phase)));
    }

    public Decision failed(String node) {
        Phase phase = epoch().phase();
        return report(
                node,
                report -> report.setStepFailed(StepFailed.newBuilder()
                        .setPhase(phase)
                        .setStep(2)
                        .setSummary("add column region")
                        .setServerMessage("disk full")
                        .setAdvice("make room")));
    }

    /** A refusal is stamped with the number that is refused, whether anybody has decided it or not. */
    public Decision refuses(String node, long directive, String reason) {
        return report(
                node,
                directive,
                report -> report.setRefusal(
                        Refusal.newBuilder().setNumber(directive).setReason(reason)));
    }

    /** A report under the node's present mandate. */
    public Decision report(String node, UnaryOperator<Report.Builder> outcome) {
        return report(node, epoch().node(node).mandate(), outcome);
    }

    public Decision report(String node, long mandate, UnaryOperator<Report.Builder> outcome) {
        sequence++;
        return tell(new Command.ReportReceived(outcome.apply(Report.newBuilder()
                        .setFleet(Samples.FLEET)
                        .setEpoch(epoch().number())
                        .setStamp(ReportStamp.newBuilder()
                                .setNode(node)
                                .setIncarnation(member(node).incarnation())
                                .setSequence(sequence)
                                .setMandate(mandate)
                                .setLogNumber(sequence)))
                .build()));
    }

    public Scenario pause() {
        tell(new Command.Pause(epoch().number(), "eve", "lunch"));
        return this;
    }

    public Scenario resume() {
        tell(new Command.Resume(epoch().number(), "eve"));
        return this;
    }

    public Scenario rollback() {
        tell(new Command.Rollback(epoch().number(), "eve", "changed our minds", true));
        return this;
    }

    public Scenario everyNodeIsHalted() {
        epoch().names().forEach(this::halted);
        return this;
    }

    public Scenario everyNodeHasUndone() {
        epoch().names().forEach(this::undone);
        return this;
    }
}
