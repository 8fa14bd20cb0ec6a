package dev.lockstep.coordinator.core;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.FailurePolicy;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PhaseDeadline;
import dev.lockstep.v1.PhasePolicy;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Rollout;
import dev.lockstep.v1.Wave;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A fleet on which everything that may happen happens, by the choices of one random generator. Each seed has some classes of faults and not others. */
final class RandomWalk {
    private static final List<Phase> WORK = List.of(Phase.EXPAND, Phase.BACKFILL, Phase.VALIDATE, Phase.CONTRACT);
    private static final int STEPS_TO_THE_END = 60_000;

    private final Random random;
    private final List<ModelNode> nodes = new ArrayList<>();
    private final RuleChecker checker = new RuleChecker(nodes);
    private final ModelLeader leader = new ModelLeader(checker);
    private final List<Report> underWay = new ArrayList<>();
    private final Map<String, List<Phase>> plans = new HashMap<>();
    private final Map<String, Boolean> refusals = new HashMap<>();
    private final boolean lossy;
    private final boolean restarts;
    private final boolean restores;
    private final boolean failures;
    private final boolean takeovers;
    private final boolean policies;
    private final boolean rosterChanges;
    private final boolean alike;
    private boolean calm;
    private int late;

    RandomWalk(Random random) {
        this.random = random;
        this.lossy = random.nextBoolean();
        this.restarts = random.nextBoolean();
        this.restores = random.nextInt(3) == 0;
        this.failures = random.nextBoolean();
        this.takeovers = random.nextBoolean();
        this.policies = random.nextBoolean();
        this.rosterChanges = random.nextBoolean();
        this.alike = random.nextBoolean();
        int count = 2 + random.nextInt(6);
        for (int i = 1; i <= count; i++) {
            nodes.add(new ModelNode("node-" + i, random, checker));
        }
        late = rosterChanges ? random.nextInt(3) : 0;
    }

    ModelLeader leader() {
        return leader;
    }

    List<ModelNode> nodes() {
        return nodes;
    }

    void walk(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    /** Faults stop, and people decide: then every epoch ends (I10). */
    void calmDown() {
        calm = true;
        nodes.forEach(ModelNode::repair);
        for (int i = 0; !leader.state().openEpochs().isEmpty(); i++) {
            if (i > STEPS_TO_THE_END) {
                Epoch stuck = leader.state().openEpochs().get(0);
                throw new AssertionError("I10: epoch " + stuck.number() + " does not end; it waits for "
                        + WaitsFor.of(leader.state(), stuck));
            }
            step();
        }
        leader.takeOffice();
    }

    /** Somebody opens one more epoch, which nothing disturbs: it shows whom the ones before have left behind. */
    void openOneMore() {
        if (!leader.state().members().isEmpty()) {
            tell(Samples.open(Samples.change("one-more", Rollout.getDefaultInstance(), 0), "ann"));
        }
    }

    private void step() {
        leader.passTime(random.nextInt(3));
        int choice = random.nextInt(100);
        if (choice < 55) {
            agentActs(pick(nodes));
        } else if (choice < 75) {
            deliver();
        } else if (choice < 85) {
            gates();
        } else if (choice < 94) {
            people();
        } else if (!calm) {
            fault();
        }
    }

    private void agentActs(ModelNode node) {
        if (!node.isConfirmed()) {
            node.receive(leader.topic());
            tell(node.hello());
            return;
        }
        if (calm) {
            actCalmly(node);
            return;
        }
        switch (random.nextInt(5)) {
            case 0, 4 -> node.receive(leader.topic());
            case 1, 2 -> {
                if (!node.epochs().isEmpty()) {
                    long epoch = pick(node.epochs());
                    node.work(epoch, failures && !calm, planChoice(node, epoch));
                }
            }
            default ->
                node.outbox().stream()
                        .filter(report -> !underWay.contains(report) || lossy && random.nextInt(5) == 0)
                        .forEach(underWay::add);
        }
    }

    private void actCalmly(ModelNode node) {
        node.receive(leader.topic());
        node.epochs().forEach(epoch -> node.work(epoch, false, planChoice(node, epoch)));
        node.outbox().stream().filter(report -> !underWay.contains(report)).forEach(underWay::add);
    }

    private ModelNode.PlanChoice planChoice(ModelNode node, long epoch) {
        String key = (alike ? "" : node.name) + "/" + epoch;
        return new ModelNode.PlanChoice(
                plans.computeIfAbsent(key, missing -> somePhases()),
                refusals.computeIfAbsent(key, missing -> random.nextInt(policies ? 10 : 60) == 0),
                leader.state().epoch(epoch).map(Epoch::changeHash).orElse(ByteString.EMPTY));
    }

    private List<Phase> somePhases() {
        return WORK.stream().filter(phase -> random.nextInt(3) > 0).toList();
    }

    /** Reports come late, in any order, twice, or never. */
    private void deliver() {
        if (underWay.isEmpty()) {
            return;
        }
        List<Command> batch = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0 && !underWay.isEmpty(); i--) {
            Report report = pick(underWay);
            if (!lossy || calm || random.nextInt(4) > 0) {
                batch.add(new Command.ReportReceived(report));
            }
            if (!lossy || random.nextInt(3) > 0) {
                underWay.remove(report);
            }
        }
        if (takeovers && !calm && random.nextInt(4) == 0 && !batch.isEmpty()) {
            leader.askTheOneBehind(batch.get(0)).forEach(this::answer);
        } else {
            leader.decide(batch).forEach(this::answer);
        }
    }

    private void answer(Decision decision) {
        if (decision instanceof Decision.Accepted accepted && (calm || !lossy || random.nextInt(5) > 0)) {
            nodes.forEach(node -> {
                if (concerns(accepted.reply(), node.name)) {
                    node.hear(accepted.reply());
                }
            });
        }
    }

    private static boolean concerns(Reply reply, String node) {
        return reply instanceof Reply.Confirmed yes && yes.node().equals(node)
                || reply instanceof Reply.Held no && no.node().equals(node)
                || reply instanceof Reply.AskAgain asked && asked.node().equals(node)
                || reply instanceof Reply.Acknowledged heard && heard.node().equals(node);
    }

    private void gates() {
        if (!calm && random.nextInt(4) == 0) {
            tell(new Command.GateHeld(
                    1 + random.nextInt(3), Phase.forNumber(1 + random.nextInt(6)), random.nextInt(3)));
        }
        if (!calm && random.nextInt(20) == 0) {
            tell(new Command.TimeIsUp(
                    1 + random.nextInt(3), Phase.forNumber(1 + random.nextInt(6)), random.nextInt(100)));
        }
        for (Due due : leader.due()) {
            // In the calm nodes are on time.
            if (due instanceof Due.CallTime late && !calm) {
                tell(new Command.TimeIsUp(late.epoch(), late.phase(), leader.openMillis(late.epoch())));
            }
            if (due instanceof Due.TakeGate take && random.nextBoolean()) {
                tell(new Command.GateHeld(take.epoch(), take.phase(), leader.soakedMillis(take.epoch())));
            }
        }
    }

    private void people() {
        if (rosterChanges && !calm && random.nextInt(4) == 0) {
            changeRoster();
            return;
        }
        List<Epoch> open = leader.state().openEpochs();
        boolean another = open.isEmpty() || random.nextInt(8) == 0;
        if (another && !calm && open.size() < 4 && leader.state().members().size() > 1) {
            tell(Samples.open(
                    Samples.change("change-" + random.nextInt(1_000), rollout(), random.nextInt(6), someTables()),
                    "ann"));
            return;
        }
        if (open.isEmpty()) {
            return;
        }
        Epoch epoch = pick(open);
        if (epoch.paused() && (calm || random.nextBoolean())) {
            tell(new Command.Resume(epoch.number(), "ann"));
        } else if (calm || random.nextInt(3) > 0) {
            decideWhatIsAsked(epoch);
        } else {
            meddle(epoch.number());
        }
    }

    /** A raw step now and then, else one or two tables of a few. */
    private String[] someTables() {
        if (random.nextInt(10) == 0) {
            return new String[] {"*"};
        }
        return random.nextBoolean() ? new String[] {someTable()} : new String[] {someTable(), someTable()};
    }

    private String someTable() {
        return "table-" + random.nextInt(5);
    }

    private void changeRoster() {
        ModelNode node = pick(nodes);
        List<Epoch> open = leader.state().openEpochs();
        switch (random.nextInt(7)) {
            case 0 -> {
                if (late > 0 && !leader.state().epochs().isEmpty()) {
                    late--;
                    nodes.add(new ModelNode("late-" + late, random, checker));
                }
            }
            case 1 -> {
                if (open.isEmpty()) {
                    boolean isBehind = leader.state()
                            .member(node.name)
                            .filter(Member::isQuarantined)
                            .isPresent();
                    node.bringUpToDate(random.nextBoolean() ? node : pick(nodes), isBehind);
                }
            }
            case 2, 3 -> tell(new Command.Join(node.name, "ann", "it is needed", node.shown()));
            case 4 -> {
                if (leader.state().members().size() > 2 && random.nextInt(3) == 0) {
                    tell(new Command.Leave(node.name, "ann", "its host is gone", random.nextBoolean()));
                }
            }
            default -> {
                if (!open.isEmpty()) {
                    tell(new Command.Waive(pick(open).number(), node.name, "ann", "lost"));
                }
            }
        }
    }

    private void decideWhatIsAsked(Epoch epoch) {
        TreeMap<String, ByteString> hashes = new TreeMap<>();
        epoch.nodes().forEach((name, node) -> hashes.put(name, node.planHash()));
        if (!calm && random.nextInt(5) == 0) {
            hashes.put(pick(nodes).name, ByteString.copyFromUtf8("stale"));
        }
        if (epoch.phase() == Phase.PREFLIGHT) {
            tell(new Command.Approve(epoch.number(), hashes, "bob"));
        } else if (epoch.phase() == Phase.RELEASE && (epoch.everyNodeAcknowledged() || random.nextInt(5) == 0)) {
            tell(new Command.Release(epoch.number(), "bob"));
        }
    }

    private void meddle(long epoch) {
        switch (random.nextInt(6)) {
            case 0, 1 -> tell(new Command.Pause(epoch, "eve", ""));
            case 2 -> tell(new Command.Rollback(epoch, "eve", "", random.nextBoolean()));
            case 3 -> tell(new Command.Release(epoch, "eve"));
            case 4 -> tell(new Command.Approve(epoch, new TreeMap<>(), "eve"));
            default -> tell(Samples.open(Samples.change("another", rollout(), 0, someTables()), "eve"));
        }
    }

    private void fault() {
        ModelNode node = pick(nodes);
        switch (random.nextInt(4)) {
            case 0 -> {
                if (restarts) {
                    node.restart();
                }
            }
            case 1 -> {
                if (takeovers) {
                    leader.takeOffice();
                }
            }
            case 2 -> node.takeBackup();
            default -> {
                if (restores && node.restoreBackup()) {
                    // A restore takes longer than a report stays in the network.
                    underWay.removeIf(report -> report.getStamp().getNode().equals(node.name));
                } else if (random.nextBoolean()) {
                    node.repair();
                }
            }
        }
    }

    private Rollout rollout() {
        Rollout.Builder rollout = Rollout.newBuilder()
                .setMaxParallel(random.nextInt(4))
                .setOnFailure(random.nextBoolean() ? FailurePolicy.PAUSE : FailurePolicy.ROLLBACK);
        if (policies) {
            for (Phase phase : Phase.values()) {
                if (phase != Phase.PHASE_UNSPECIFIED && phase != Phase.UNRECOGNIZED && random.nextInt(3) == 0) {
                    rollout.addPolicies(PhasePolicy.newBuilder()
                            .setPhase(phase)
                            .setPolicy(FailurePolicy.forNumber(1 + random.nextInt(3))));
                    rollout.addDeadlines(
                            PhaseDeadline.newBuilder().setPhase(phase).setMillis(20 + random.nextInt(200)));
                }
            }
        }
        if (random.nextBoolean()) {
            rollout.addWaves(Wave.newBuilder().setNodes(pick(nodes).name));
            rollout.addWaves(Wave.newBuilder().setPercent(1 + random.nextInt(100)));
        }
        return rollout.build();
    }

    private void tell(Command command) {
        leader.decide(List.of(command)).forEach(this::answer);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
