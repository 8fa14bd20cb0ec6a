package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.CheckpointTaken;
import dev.lockstep.v1.DirectiveIssued;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checkpoints: when they are taken, and that a replay with another state is found out. */
class CheckpointTest {
    @Test
    void aCheckpointEndsTheBatchThatReachesFiveHundredEvents() {
        Scenario fleet = new Scenario();
        fleet.tellAll(hellos(0, 249));
        assertThat(fleet.lastEvents()).hasSize(498).noneMatch(Event::hasCheckpointTaken);

        fleet.tellAll(hellos(249, 300));

        assertThat(fleet.lastEvents()).hasSize(103).last().matches(Event::hasCheckpointTaken);
        assertThat(fleet.lastEvents().stream().filter(Event::hasCheckpointTaken))
                .hasSize(1);
        assertThat(fleet.state().unchecked()).isZero();
    }

    @Test
    void aLargerStateIsWrittenDownAfterMoreEventsAndNotWhileNodesWait() {
        Scenario fleet = new Scenario();
        fleet.tellAll(hellos(0, 600));
        List<Event> waitedFor = List.of(Event.newBuilder()
                .setDirectiveIssued(DirectiveIssued.getDefaultInstance())
                .build());

        assertThat(Checkpoint.isDue(fleet.state().withUnchecked(599), List.of()))
                .isFalse();
        assertThat(Checkpoint.isDue(fleet.state().withUnchecked(600), List.of()))
                .isTrue();
        assertThat(Checkpoint.isDue(fleet.state().withUnchecked(600), waitedFor))
                .isFalse();
        assertThat(Checkpoint.isDue(fleet.state().withUnchecked(1_200), waitedFor))
                .isTrue();
    }

    @Test
    void nodesOfEpochsArePartsOfTheStateAndAGateThatIsReadyIsWaitedFor() {
        Scenario large = new Scenario();
        large.tellAll(hellos(0, 300));
        large.open("first");
        assertThat(Checkpoint.isDue(large.state().withUnchecked(599), List.of()))
                .isFalse();
        assertThat(Checkpoint.isDue(large.state().withUnchecked(600), List.of()))
                .isTrue();

        Scenario ready = Scenario.fleetOf("a", "b").open("first").planned(Scenario.EVERY_PHASE);
        assertThat(Checkpoint.isDue(ready.state().withUnchecked(500), List.of()))
                .isTrue();
        assertThat(Checkpoint.isDue(ready.approved().state().withUnchecked(500), List.of()))
                .isFalse();
        assertThat(Checkpoint.isDue(ready.state().withUnchecked(1_000), List.of()))
                .isTrue();
    }

    @Test
    void whatACheckpointShowsIsResumedWithTheRestOfItsEntry() {
        Scenario live = new Scenario();
        FleetState before = live.state();
        live.tellAll(hellos(0, 300));
        List<Event> events = new ArrayList<>(live.lastEvents());
        live.tellAll(hellos(300, 302));
        events.addAll(live.lastEvents());
        JournalEntry entry = entry(events);
        FleetState after = Evolution.apply(before, entry);

        ByteString shown = Checkpoint.stateShownBy(before, entry);

        assertThat(Checkpoint.isIn(entry)).isTrue();
        assertThat(Checkpoint.objection(shown, entry)).isEmpty();
        assertThat(StateReader.read(shown).members()).hasSize(300);
        assertThat(Checkpoint.resume(shown, entry)).isEqualTo(after);
        assertThat(after.members()).hasSize(302);
        assertThat(Checkpoint.objection(StateWriter.write(after), entry))
                .contains("the checkpoint in entry 1 shows another state");
    }

    @Test
    void anEntryWithACheckpointOfThisFormIsToldFromOneWithout() {
        Event checkpoint = checkpoint(StateHash.FORM);
        Event other = checkpoint(StateHash.FORM + 1);

        assertThat(Checkpoint.isIn(entry(List.of(checkpoint)))).isTrue();
        assertThat(Checkpoint.isIn(entry(List.of(other, checkpoint, other)))).isTrue();
        for (List<Event> without : List.of(List.<Event>of(), List.of(other), List.of(Event.getDefaultInstance()))) {
            assertThat(Checkpoint.isIn(entry(without))).isFalse();
            assertThat(Checkpoint.objection(ByteString.EMPTY, entry(without)))
                    .contains("entry 1 has no checkpoint of form 4");
        }
    }

    @Test
    void replayWithAnotherStateIsFoundOut() {
        Scenario live = new Scenario();
        live.tellAll(hellos(0, 300));
        List<Event> events = new ArrayList<>(live.lastEvents());
        Scenario replay = new Scenario();

        replay.count(events);
        assertThat(replay.state()).isEqualTo(live.state());

        events.remove(0);
        events.remove(0);
        assertThatThrownBy(() -> new Scenario().count(events))
                .isInstanceOf(ReplayDisagreesException.class)
                .hasMessage("the checkpoint in entry 1 of fleet orders shows another state than replay gives; run the"
                        + " version that wrote it, or audit the journal");
    }

    @Test
    void aCheckpointOfAnotherFormIsPassedBy() {
        Scenario fleet = new Scenario();

        fleet.count(List.of(checkpoint(StateHash.FORM + 1)));

        assertThat(fleet.state().entries()).isEqualTo(1);
    }

    @Test
    void theFormOfTheStateIsTheOneThatItsNumberSays() {
        String form = Stream.of(
                        FleetState.class,
                        Member.class,
                        Epoch.class,
                        Epoch.PhaseTime.class,
                        EpochNode.class,
                        Roster.class,
                        Applicant.class,
                        Roster.LeaveRequest.class,
                        Roster.Departure.class,
                        Waiver.class)
                .map(CheckpointTest::componentsOf)
                .collect(Collectors.joining("\n"));

        assertThat(form)
                .as("another form of the state makes hashes that older checkpoints do not have: raise StateHash.FORM")
                .isEqualTo(FORM_4);
        assertThat(StateHash.FORM).isEqualTo(4);
    }

    private static final String FORM_4 = """
            FleetState(fleet String, term long, leader String, entries long, directives long, members SortedMap, epochs SortedMap, refusals SortedSet, roster Roster, unchecked long)
            Member(identity RosterMember, version String, labels List, agent String, incarnation long, reportedMandate long, reportedLog long, recorded SortedMap, held String, missed SortedMap)
            Epoch(number long, change Change, changeBytes ByteString, changeHash ByteString, roster List, requestedBy String, openedAtMillis long, closedAtMillis long, stage Stage, phase Phase, paused boolean, reason String, nodes SortedMap, waivers SortedMap, left SortedMap, approval Approval, releasedBy String, times List, leftOut SortedMap)
            PhaseTime(phase Phase, openedAtMillis long, closedAtMillis long, openedByEntry long, term long)
            EpochNode(planned Planned, planHash ByteString, refused boolean, planPhases SortedSet, acknowledged Phase, undone Phase, admitted boolean, halted boolean, mandate long, openedBy long, failure StepFailed, past SortedMap, remarks List)
            Roster(applicants SortedMap, admissions SortedMap, leaving SortedMap, departed SortedMap)
            Applicant(identity RosterMember, version String, labels List, agent String, incarnation long, logNumber long, schema SortedMap, reason String)
            LeaveRequest(by String, reason String)
            Departure(requestedBy String, reason String, confirmedBy String)
            Waiver(by String, reason String, again boolean, ordered Phase)""";

    private static String componentsOf(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(CheckpointTest::describe)
                .collect(Collectors.joining(", ", type.getSimpleName() + "(", ")"));
    }

    private static String describe(RecordComponent component) {
        return component.getName() + " " + component.getType().getSimpleName();
    }

    private static Event checkpoint(int form) {
        return Event.newBuilder()
                .setCheckpointTaken(CheckpointTaken.newBuilder()
                        .setStateHash(ByteString.fromHex("00"))
                        .setForm(form))
                .build();
    }

    private static JournalEntry entry(List<Event> events) {
        return JournalEntry.newBuilder()
                .setNumber(1)
                .setTerm(1)
                .setAtMillis(1_000)
                .addAllEvents(events)
                .build();
    }

    private static List<Command> hellos(int from, int to) {
        List<Command> hellos = new ArrayList<>();
        for (int i = from; i < to; i++) {
            hellos.add(new Command.Hello("agent", Samples.hello("node-" + i, 1).build()));
        }
        return hellos;
    }
}
