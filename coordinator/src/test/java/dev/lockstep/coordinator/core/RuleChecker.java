package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Event;
import dev.lockstep.v1.NodeJoined;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RosterMember;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds events, and what nodes really do, against the promise. It keeps its own account from the events and trusts nothing that the core computes, except for
 * the order of an epoch's phases.
 */
final class RuleChecker implements ModelNode.Witness {
    private static final List<Phase> ORDER =
            List.of(Phase.PREFLIGHT, Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.RELEASE, Phase.CONTRACT);

    /** The account of one epoch. */
    private static final class Account {
        final SortedSet<String> roster = new TreeSet<>();
        final Map<Phase, Set<String>> acknowledged = new EnumMap<>(Phase.class);
        final Map<Phase, Set<String>> undone = new EnumMap<>(Phase.class);
        final Set<String> halted = new TreeSet<>();
        final Set<String> leftOut = new TreeSet<>();
        final Set<String> waived = new TreeSet<>();
        final Map<Phase, Set<String>> passedWithout = new EnumMap<>(Phase.class);
        final Set<String> tables = new TreeSet<>();
        boolean started;
        long releaseOpenedAtMillis;
        Phase open = Phase.PREFLIGHT;
        boolean approved;
        boolean released;
        boolean goesBack;
        boolean undoing;
        boolean ended;

        boolean allAcknowledged(Phase phase) {
            return acknowledged.getOrDefault(phase, Set.of()).containsAll(expected());
        }

        /** Nothing counts any more that the node has said, but for its plan once that may be approved; it catches up. */
        void again(String node) {
            boolean isPlanning = open == Phase.PREFLIGHT && !goesBack;
            assertThat(isPlanning && approved).as("what is approved has begun").isFalse();
            acknowledged.forEach((phase, names) -> {
                if (isPlanning || phase != Phase.PREFLIGHT) {
                    names.remove(node);
                }
            });
            // Those who went on by what it had said were right to.
            ORDER.subList(0, ORDER.indexOf(open))
                    .forEach(phase -> passedWithout
                            .computeIfAbsent(phase, key -> new TreeSet<>())
                            .add(node));
            halted.remove(node);
            undone.values().forEach(names -> names.remove(node));
            if (!isPlanning && (!goesBack || undoing)) {
                waived.add(node);
            }
        }

        /** The nodes that I1, I2 and I6 range over. */
        Set<String> expected() {
            TreeSet<String> expected = new TreeSet<>(roster);
            expected.removeAll(waived);
            return expected;
        }
    }

    private final Map<Long, Account> accounts = new HashMap<>();
    private final Map<String, Set<Long>> missed = new HashMap<>();
    private final Collection<ModelNode> nodes;
    private long directives;
    private long nowMillis;

    /** @param nodes of the fleet; may become more */
    RuleChecker(Collection<ModelNode> nodes) {
        this.nodes = nodes;
    }

    void timeIs(long millis) {
        nowMillis = millis;
    }

    void onEvent(FleetState before, Event event, FleetState after) {
        switch (event.getKindCase()) {
            case EPOCH_OPENED -> {
                Account account = new Account();
                event.getEpochOpened().getRosterList().stream()
                        .map(RosterMember::getNode)
                        .forEach(account.roster::add);
                Epoch opened = after.epoch(event.getEpochOpened().getEpoch()).orElseThrow();
                opened.change()
                        .getOperationsList()
                        .forEach(operation -> account.tables.add(
                                operation.hasSql()
                                        ? "*"
                                        : operation.getAddColumn().getTable()));
                Set<String> upToDate = new TreeSet<>(before.members().keySet());
                upToDate.removeIf(node -> !missed.getOrDefault(node, Set.of()).isEmpty());
                assertThat(account.roster)
                        .as("the roster is frozen from the members that are not behind: what is behind is not bound")
                        .isEqualTo(upToDate);
                accounts.put(opened.number(), account);
                onOpened(opened.number(), account);
                if (opened.stage() == Stage.FORWARD) {
                    starts(opened.number());
                }
            }
            case EPOCH_STARTED -> starts(event.getEpochStarted().getEpoch());
            case NODE_JOINED -> onJoined(before, event.getNodeJoined());
            case NODE_LEFT -> {
                missed.remove(event.getNodeLeft().getNode());
                accounts.values().stream().filter(account -> !account.ended).forEach(account -> {
                    account.roster.remove(event.getNodeLeft().getNode());
                    account.waived.remove(event.getNodeLeft().getNode());
                });
            }
            case NODE_WAIVED ->
                account(event.getNodeWaived().getEpoch())
                        .waived
                        .add(event.getNodeWaived().getNode());
            case WAIVER_ENDED ->
                account(event.getWaiverEnded().getEpoch())
                        .waived
                        .remove(event.getWaiverEnded().getNode());
            case NODE_PLANNED ->
                acknowledge(
                        event.getNodePlanned().getEpoch(),
                        Phase.PREFLIGHT,
                        event.getNodePlanned().getStamp().getNode());
            case EPOCH_APPROVED -> {
                Account account = account(event.getEpochApproved().getEpoch());
                assertThat(account.allAcknowledged(Phase.PREFLIGHT))
                        .as("all plans are there")
                        .isTrue();
                account.approved = true;
            }
            case EPOCH_RELEASED -> account(event.getEpochReleased().getEpoch()).released = true;
            case PHASE_OPENED ->
                onPhaseOpened(
                        before,
                        event.getPhaseOpened().getEpoch(),
                        event.getPhaseOpened().getPhase());
            case PHASE_ACKNOWLEDGED ->
                acknowledge(
                        event.getPhaseAcknowledged().getEpoch(),
                        event.getPhaseAcknowledged().getDone().getPhase(),
                        event.getPhaseAcknowledged().getStamp().getNode());
            case ROLLBACK_STARTED -> {
                Account account = account(event.getRollbackStarted().getEpoch());
                assertThat(account.open).as("I9: no way back from CONTRACT").isNotEqualTo(Phase.CONTRACT);
                account.goesBack = true;
            }
            case NODE_HALTED ->
                account(event.getNodeHalted().getEpoch())
                        .halted
                        .add(event.getNodeHalted().getStamp().getNode());
            case UNDO_OPENED ->
                onUndoOpened(
                        event.getUndoOpened().getEpoch(), event.getUndoOpened().getPhase());
            case NODE_UNDONE ->
                account(event.getNodeUndone().getEpoch())
                        .undone
                        .computeIfAbsent(event.getNodeUndone().getDone().getPhase(), phase -> new TreeSet<>())
                        .add(event.getNodeUndone().getStamp().getNode());
            case EPOCH_CLOSED -> onClosed(after, event.getEpochClosed().getEpoch());
            case NODE_QUARANTINED ->
                onQuarantined(
                        event.getNodeQuarantined().getEpoch(),
                        event.getNodeQuarantined().getNode());
            case DEADLINE_PASSED ->
                assertThat(event.getDeadlinePassed().getElapsedMillis())
                        .as("a deadline that has passed")
                        .isGreaterThanOrEqualTo(event.getDeadlinePassed().getDeadlineMillis())
                        .isPositive();
            case DIRECTIVE_ISSUED -> {
                directives++;
                assertThat(event.getDirectiveIssued().getNumber())
                        .as("directives without gaps")
                        .isEqualTo(directives);
                if (event.getDirectiveIssued().getEpoch() != 0) {
                    Account account = known(event.getDirectiveIssued().getEpoch());
                    Set<String> concerned = new TreeSet<>(account.roster);
                    if (event.getDirectiveIssued().getOrder().hasClose()) {
                        concerned.addAll(account.leftOut);
                    }
                    assertThat(concerned)
                            .as("mandates for the roster only")
                            .containsAll(event.getDirectiveIssued().getOrder().getNodesList());
                }
            }
            default -> {}
        }
        stagesFollowTheTable(before, after);
        phasesAreAdjacent(after);
    }

    /** A node comes in between epochs, but for a held member, which goes through the open ones again. */
    private void onJoined(FleetState before, NodeJoined event) {
        String node = event.getMember().getNode();
        TreeMap<Long, Account> open = new TreeMap<>(accounts);
        open.values().removeIf(account -> account.ended || !account.started);
        assertThat(event.getAgainList()).as("the epochs again").containsExactlyElementsOf(open.keySet());
        assertThat(accounts.values().stream().filter(account -> !account.ended && !account.roster.contains(node)))
                .as("a node slips in while an epoch is open")
                .isEmpty();
        if (!open.isEmpty()) {
            assertThat(before.member(node).orElseThrow().held()).isNotEmpty();
            open.values().forEach(account -> account.again(node));
        }
        missed.remove(node);
    }

    private void onOpened(long number, Account account) {
        missed.forEach((node, epochs) -> {
            if (!epochs.isEmpty()) {
                assertThat(account.roster).as("what is behind is not bound").doesNotContain(node);
                epochs.add(number);
            }
        });
    }

    private void onQuarantined(long number, String node) {
        Account account = account(number);
        assertThat(account.open).as("%s is left out in PREFLIGHT only", node).isEqualTo(Phase.PREFLIGHT);
        assertThat(account.approved)
                .as("%s is left out before the approval", node)
                .isFalse();
        assertThat(account.roster.remove(node)).as("%s was bound", node).isTrue();
        assertThat(account.roster).as("somebody is left").isNotEmpty();
        account.acknowledged.values().forEach(names -> names.remove(node));
        account.leftOut.add(node);
        missed.computeIfAbsent(node, key -> new TreeSet<>()).add(number);
    }

    /** Epochs start in order, and those that are under way touch nothing in common. */
    private void starts(long number) {
        Account starting = account(number);
        starting.roster.forEach(node -> assertThat(missed.getOrDefault(node, Set.of()))
                .as("what is behind is not bound: %s, when epoch %s starts", node, number)
                .isEmpty());
        accounts.forEach((other, account) -> {
            if (other < number && !account.ended) {
                assertThat(account.started)
                        .as("epoch %s starts before epoch %s", number, other)
                        .isTrue();
                Set<String> shared = new TreeSet<>(starting.tables);
                shared.retainAll(account.tables);
                assertThat(shared)
                        .as("epochs %s and %s touch the same", other, number)
                        .isEmpty();
                assertThat(starting.tables.contains("*") || account.tables.contains("*"))
                        .as("epochs %s and %s: a raw step may touch anything", other, number)
                        .isFalse();
            }
        });
        starting.started = true;
    }

    private void acknowledge(long epoch, Phase phase, String node) {
        Account account = account(epoch);
        if (!account.waived.contains(node)) {
            assertThat(phase).as("an acknowledgement of the open phase").isEqualTo(account.open);
        }
        assertThat(account.roster).contains(node);
        account.acknowledged.computeIfAbsent(phase, key -> new TreeSet<>()).add(node);
    }

    private void onPhaseOpened(FleetState before, long number, Phase next) {
        Account account = account(number);
        assertThat(account.goesBack)
                .as("nothing goes forward after a rollback began")
                .isFalse();
        assertThat(account.acknowledged.getOrDefault(account.open, Set.of()))
                .as("I2: before %s every node has acknowledged %s", next, account.open)
                .containsAll(account.expected());
        account.passedWithout.put(account.open, new TreeSet<>(account.waived));
        assertThat(account.approved).as("I7: approved before %s", next).isTrue();
        assertThat(ORDER.indexOf(next)).as("phases never go back").isGreaterThan(ORDER.indexOf(account.open));
        if (next == Phase.CONTRACT) {
            assertThat(account.open).as("I9: RELEASE before CONTRACT").isEqualTo(Phase.RELEASE);
            assertThat(account.waived).as("I9: CONTRACT with a waiver in force").isEmpty();
            assertThat(account.allAcknowledged(Phase.VALIDATE))
                    .as("I9: never early")
                    .isTrue();
            assertThat(account.released).as("I9: released").isTrue();
            assertThat(nowMillis - account.releaseOpenedAtMillis)
                    .as("I9: soaked")
                    .isGreaterThanOrEqualTo(before.epoch(number)
                            .orElseThrow()
                            .change()
                            .getRelease()
                            .getSoakMillis());
        }
        if (next == Phase.RELEASE) {
            account.releaseOpenedAtMillis = nowMillis;
        }
        account.open = next;
    }

    private void onUndoOpened(long number, Phase phase) {
        Account account = account(number);
        assertThat(account.halted).as("I6: every node is quiet before undo").containsAll(account.expected());
        if (account.undoing) {
            assertThat(account.undone.getOrDefault(account.open, Set.of()))
                    .as("undo has barriers too")
                    .containsAll(account.expected());
            assertThat(ORDER.indexOf(phase)).as("last first").isLessThan(ORDER.indexOf(account.open));
        }
        account.undoing = true;
        account.open = phase;
    }

    private void onClosed(FleetState after, long number) {
        Account account = account(number);
        account.ended = true;
        Epoch epoch = after.epoch(number).orElseThrow();
        if (epoch.stage() != Stage.COMPLETED) {
            missed.values().forEach(epochs -> epochs.remove(number));
        }
        after.members()
                .values()
                .forEach(member -> assertThat(member.missed().keySet())
                        .as("I8: what %s is behind by", member.name())
                        .isEqualTo(missed.getOrDefault(member.name(), Set.of())));
        assertThat(account.waived.isEmpty() || account.goesBack && account.open == Phase.PREFLIGHT)
                .as("an epoch ends with waivers in force: %s", account.waived)
                .isTrue();
        for (ModelNode node : nodes) {
            if (account.leftOut.contains(node.name)) {
                assertThat(node.effects(number))
                        .as("%s was left out", node.name)
                        .isEmpty();
            }
            if (account.roster.contains(node.name)) {
                assertThat(node.begun(number))
                        .as("nothing is begun on %s", node.name)
                        .isEqualTo(Phase.PHASE_UNSPECIFIED);
                if (epoch.stage() == Stage.COMPLETED) {
                    assertThat(node.effects(number))
                            .as("I3: %s has the whole change", node.name)
                            .isEqualTo(epoch.node(node.name).planPhases());
                } else {
                    assertThat(node.effects(number))
                            .as("%s has nothing of it", node.name)
                            .isEmpty();
                }
            }
        }
    }

    private static void stagesFollowTheTable(FleetState before, FleetState after) {
        for (Epoch epoch : after.epochs().values()) {
            Epoch earlier = before.epochs().get(epoch.number());
            if (earlier != null && earlier.stage() != epoch.stage()) {
                assertThat(earlier.stage().next()).contains(epoch.stage());
            }
        }
    }

    /** I1, by what is acknowledged: between any two nodes lies at most one phase. */
    private static void phasesAreAdjacent(FleetState after) {
        for (Epoch epoch : after.openEpochs()) {
            if (epoch.stage() == Stage.FORWARD && epoch.phase() != Phase.PREFLIGHT) {
                List<Phase> phases = epoch.phases();
                Phase before = phases.get(phases.indexOf(epoch.phase()) - 1);
                epoch.nodes().forEach((name, node) -> {
                    boolean waived = epoch.waivers().containsKey(name);
                    if (!waived && node.acknowledged() != epoch.phase() && node.acknowledged() != before) {
                        throw new AssertionError("I1: " + name + " stands at " + node.acknowledged() + ", while "
                                + epoch.phase() + " is open");
                    }
                });
            }
        }
    }

    @Override
    public void onForward(ModelNode node, long number, Phase phase) {
        if (!known(number).roster.contains(node.name)) {
            return; // it has left, and does not know yet
        }
        Account account = account(number);
        assertThat(node.effects(number)).as("I3: once on %s", node.name).doesNotContain(phase);
        if (account.waived.contains(node.name)) {
            assertThat(phase)
                    .as("I9: %s works on CONTRACT under a waiver", node.name)
                    .isNotEqualTo(Phase.CONTRACT);
            return;
        }
        assertThat(account.open).as("%s works on the open phase", node.name).isEqualTo(phase);
        assertThat(account.roster).as("only who is bound works").contains(node.name);
        assertThat(account.undoing)
                .as("I6: nothing goes forward once undo is open")
                .isFalse();
        assertThat(node.effects(number)).as("I3: once on %s", node.name).doesNotContain(phase);
        for (ModelNode other : nodes) {
            if (account.expected().contains(other.name)) {
                for (Phase earlier : ORDER.subList(0, ORDER.indexOf(phase))) {
                    // On the way back a waiver ends when the node has halted, and not when it has caught up.
                    boolean wasExcused = account.goesBack
                            && account.passedWithout
                                    .getOrDefault(earlier, Set.of())
                                    .contains(other.name);
                    assertThat(wasExcused ? account.roster : account.acknowledged.getOrDefault(earlier, account.roster))
                            .as("I2: %s has acknowledged %s before %s begins %s", other.name, earlier, node.name, phase)
                            .contains(other.name);
                }
                assertThat(other.begun(number))
                        .as("I2: what %s has begun, while %s works on %s", other.name, node.name, phase)
                        .isIn(Phase.PHASE_UNSPECIFIED, phase);
            }
        }
    }

    @Override
    public void onUndo(ModelNode node, long number, Phase phase) {
        if (!known(number).roster.contains(node.name)) {
            return;
        }
        Account account = account(number);
        assertThat(account.undoing).as("I6: undo is open").isTrue();
        if (account.waived.contains(node.name)) {
            return;
        }
        assertThat(account.open).isEqualTo(phase);
        for (ModelNode other : nodes) {
            if (account.expected().contains(other.name)) {
                assertThat(other.begun(number))
                        .as("I6: %s is quiet", other.name)
                        .isEqualTo(Phase.PHASE_UNSPECIFIED);
            }
        }
    }

    private Account account(long number) {
        Account account = known(number);
        assertThat(account.ended)
                .as("nothing happens to epoch %s after its end", number)
                .isFalse();
        return account;
    }

    private Account known(long number) {
        return Optional.ofNullable(accounts.get(number)).orElseThrow(() -> new AssertionError("no epoch " + number));
    }
}
