package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.sandbox.Closer;
import dev.lockstep.integration.nemesis.check.CatalogReader;
import dev.lockstep.integration.nemesis.check.Checker;
import dev.lockstep.integration.nemesis.check.History;
import dev.lockstep.integration.nemesis.check.KeyFiles;
import dev.lockstep.integration.nemesis.check.LoadRecord;
import dev.lockstep.integration.nemesis.check.NodeHistory;
import dev.lockstep.integration.nemesis.check.NodeReader;
import dev.lockstep.integration.nemesis.check.TopicReader;
import dev.lockstep.integration.nemesis.check.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run: a fleet, its load, its people and its faults; then everything is healed, the last epoch ends, and the checker judges. */
final class NemesisRun {
    private static final long HEAL_MILLIS = 120_000;
    private static final long END_MILLIS = 180_000;
    private static final long RECEIVE_MILLIS = 60_000;
    private static final long LOOK_MILLIS = 300;

    private final RunFolder folder;
    private final long seed;
    private final long faultMillis;
    private final Consumer<String> watcher;

    /** @param faultMillis how long faults are done */
    NemesisRun(RunFolder folder, long seed, long faultMillis, Consumer<String> watcher) {
        this.folder = folder;
        this.seed = seed;
        this.faultMillis = faultMillis;
        this.watcher = watcher;
    }

    /** Leaves nothing running, however it ends. */
    NemesisReport run() throws Exception {
        Closer closer = new Closer();
        Thread atEnd = new Thread(() -> endWith(closer), "nemesis-end");
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            return run(closer);
        } finally {
            closer.close();
            removeHook(atEnd);
        }
    }

    /** Somebody ended this process: nobody will look at the logs. */
    private void endWith(Closer closer) {
        closer.close();
        try {
            folder.delete();
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to delete " + folder.path(), failed);
        }
    }

    private static void removeHook(Thread atEnd) {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException ending) {
            // The process ends, and the hook has done its work.
        }
    }

    private NemesisReport run(Closer closer) throws Exception {
        Diary diary = closer.add(new Diary(folder.path().resolve("nemesis.log"), watcher));
        Path parts = folder.path();
        Cluster cluster = new Cluster(parts, closer);
        diary.say(
                OwnNetwork.isEntered()
                        ? "in a network of its own: partitions are packets that the kernel drops"
                        : "no network of its own can be had here: partitions are made by the proxies");
        diary.say("starting Kafka, ZooKeeper and " + Cluster.NODES + " database servers");
        cluster.startServers();
        Map<String, Set<String>> before = catalogs(cluster);
        diary.say("starting " + Cluster.COORDINATORS + " coordinators and " + Cluster.NODES + " agents");
        cluster.startMembers();

        Application application = closer.add(new Application(cluster.nodes(), diary, seed));
        Injector injector = closer.add(new Injector(cluster, diary));
        Changes changes = new Changes(seed);
        application.start();
        injector.supervise();
        boolean ended;
        Set<String> restored;
        try (CoordinatorClient client = cluster.client()) {
            RosterPeople rosterPeople = new RosterPeople(client, application, cluster, diary, seed);
            People people = new People(client, application, changes, rosterPeople, diary, seed);
            ended = underFaults(cluster, people, injector, diary);
            restored = rosterPeople.restored();
        }
        application.close();
        List<Violation> violations = new ArrayList<>();
        if (!ended) {
            violations.add(new Violation(
                    "I10",
                    "the fleet",
                    "an epoch, or a process, did not come to its end after all was healed; see nemesis.log"));
        }
        injector.impossible().forEach(fault -> violations.add(new Violation("FAULT", "the nemesis", fault)));
        awaitReceived(cluster, diary);
        diary.say("every node has received what was published; now all is read");
        History history = history(cluster, before, changes, restored, application.record(injector.disturbances()));
        Checker.Verdict verdict = Checker.judge(history);
        violations.addAll(verdict.violations());
        if (Controls.arePossible(history)) {
            Controls.notSeen(history)
                    .forEach(missed ->
                            violations.add(new Violation("CONTROL", "the checker", "does not see " + missed)));
        }
        diary.say("judged: " + violations.size() + " violations");
        violations.forEach(violation -> diary.say(violation.toString()));
        return new NemesisReport(injector.done(), verdict, history, violations, folder.path());
    }

    /** Faults, load and epochs at once; false when something does not come to its end. */
    private boolean underFaults(Cluster cluster, People people, Injector injector, Diary diary)
            throws InterruptedException, ExecutionException {
        long until = diary.millis() + faultMillis;
        long bound = until + HEAL_MILLIS + END_MILLIS;
        CompletableFuture<Boolean> work = CompletableFuture.supplyAsync(() -> worked(people, until, bound));
        List<String> links =
                cluster.links().all().stream().map(Links.Link::name).toList();
        injector.run(new FaultPlan(seed, cluster.processes(), links), until);
        diary.say("no more faults; everything is healed");
        boolean healed = injector.heal(HEAL_MILLIS);
        diary.say(healed ? "every process runs" : "not every process runs");
        return work.get() && healed;
    }

    private static boolean worked(People people, long until, long bound) {
        try {
            return people.work(until, bound);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, Set<String>> catalogs(Cluster cluster) throws SQLException {
        Map<String, Set<String>> catalogs = new TreeMap<>();
        for (NemesisNode node : cluster.nodes()) {
            try (Connection connection = node.connect()) {
                catalogs.put(node.name(), new CatalogReader(node.engine(), connection).lines());
            }
        }
        return catalogs;
    }

    /** An agent hears of the end after it was decided. The checker says so when it never does. */
    private static void awaitReceived(Cluster cluster, Diary diary) throws SQLException, InterruptedException {
        long bound = diary.millis() + RECEIVE_MILLIS;
        int published =
                TopicReader.committed(cluster.kafka(), topic("directives")).size();
        for (NemesisNode node : cluster.nodes()) {
            try (Connection connection = node.connect()) {
                NodeReader reader = new NodeReader(node.name(), node.engine(), connection);
                while (reader.position() < published && diary.millis() < bound) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            }
        }
    }

    private static History history(
            Cluster cluster, Map<String, Set<String>> before, Changes changes, Set<String> restored, LoadRecord load)
            throws SQLException, IOException, GeneralSecurityException {
        List<NodeHistory> nodes = new ArrayList<>();
        for (NemesisNode node : cluster.nodes()) {
            try (Connection connection = node.connect()) {
                nodes.add(new NodeReader(node.name(), node.engine(), connection)
                        .read(before.getOrDefault(node.name(), Set.of())));
            }
        }
        return new History(
                Members.FLEET,
                TopicReader.committed(cluster.kafka(), topic("journal")),
                TopicReader.committed(cluster.kafka(), topic("directives")),
                KeyFiles.read(cluster.publicKeys()),
                nodes,
                changes.expected(),
                restored,
                load);
    }

    private static String topic(String kind) {
        return Members.PREFIX + "." + Members.FLEET + "." + kind;
    }
}
