package dev.lockstep.integration.nemesis;

import dev.lockstep.deploy.servers.Server;
import dev.lockstep.deploy.servers.ServerException;
import dev.lockstep.integration.crash.FaultProxy;
import dev.lockstep.integration.crash.FaultProxy.Way;
import dev.lockstep.integration.nemesis.Fault.Kind;
import dev.lockstep.integration.nemesis.Links.Link;
import dev.lockstep.integration.nemesis.check.LoadRecord.Disturbance;
import dev.lockstep.integration.servers.Disk;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Does the faults of a plan, some at a time, until it is told to heal; starts again what has ended by itself. Thread-safe. */
final class Injector implements AutoCloseable {
    private static final int MOST_AT_A_TIME = 3;
    private static final long SLOW_MILLIS_PER_CHUNK = 120;
    private static final long LEAVE_MILLIS = 30_000;
    private static final long LOOK_MILLIS = 300;
    private static final long JUMP_SECONDS = 3_600;

    private final Cluster cluster;
    private final Diary diary;
    private final PacketLoss packetLoss = new PacketLoss(OwnNetwork.isEntered());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore places = new Semaphore(MOST_AT_A_TIME);
    private final CountDownLatch healing = new CountDownLatch(1);
    private final CountDownLatch ending = new CountDownLatch(1);
    private final List<Disturbance> disturbances = new CopyOnWriteArrayList<>();
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
    private final Set<String> linksAtWork = ConcurrentHashMap.newKeySet();
    private final List<String> impossible = new CopyOnWriteArrayList<>();

    Injector(Cluster cluster, Diary diary) {
        this.cluster = cluster;
        this.diary = diary;
    }

    /** Until the time is up. */
    void run(FaultPlan plan, long untilMillis) throws InterruptedException {
        while (diary.millis() < untilMillis) {
            TimeUnit.MILLISECONDS.sleep(Math.min(plan.gapMillis(), Math.max(1, untilMillis - diary.millis())));
            Fault fault = plan.next();
            if (diary.millis() >= untilMillis || !places.tryAcquire()) {
                continue;
            }
            threads.execute(() -> {
                try {
                    strike(fault);
                } catch (RuntimeException failed) {
                    diary.say(fault + " could not be done or undone: " + firstLine(failed));
                    impossible.add(fault + ": " + firstLine(failed));
                } finally {
                    places.release();
                }
            });
        }
    }

    private void strike(Fault fault) {
        if (fault.kind().isOfLink()) {
            cluster.links().all().stream()
                    .filter(link -> link.name().equals(fault.target()) && linksAtWork.add(link.name()))
                    .findFirst()
                    .ifPresent(link -> {
                        try {
                            strikeLink(fault, link);
                        } finally {
                            linksAtWork.remove(link.name());
                        }
                    });
        } else {
            cluster.processes().stream()
                    .filter(process -> process.name().equals(fault.target()) && process.take())
                    .findFirst()
                    .ifPresent(process -> {
                        try {
                            strikeProcess(fault, process);
                        } finally {
                            process.giveBack();
                        }
                    });
        }
    }

    private void strikeLink(Fault fault, Link link) {
        begin(fault);
        long from = diary.millis();
        FaultProxy proxy = link.proxy();
        switch (fault.kind()) {
            case LOSE -> proxy.drop(fault.way());
            case PARTITION -> packetLoss.begin(proxy, fault.way());
            case HOLD -> proxy.hold(fault.way());
            case SLOW -> proxy.slow(fault.way(), SLOW_MILLIS_PER_CHUNK);
            case RESET -> proxy.reset();
            default -> {
                proxy.refuse(true);
                proxy.cut();
            }
        }
        if (fault.kind() != Kind.RESET) {
            pause(fault.millis());
            if (fault.kind() == Kind.PARTITION) {
                packetLoss.end(proxy, fault.way());
            }
            proxy.heal();
        }
        disturbances.add(new Disturbance(link.part(), fault.toString(), from, diary.millis()));
    }

    private void strikeProcess(Fault fault, Supervised process) {
        Server body = process.body();
        if (!body.isRunning()) {
            return;
        }
        begin(fault);
        long from = diary.millis();
        // While a fault lasts, whatever it breaks is explained by it.
        try {
            switch (fault.kind()) {
                case KILL -> {
                    body.kill();
                    pause(fault.millis());
                    body.start();
                }
                case PAUSE -> {
                    Supervised.signal(body, "STOP");
                    pause(fault.millis());
                    Supervised.signal(body, "CONT");
                }
                case NO_ROOM -> fillDisk(process, body, fault.millis());
                case JUMP -> jump(process, fault);
                default -> replace(process, body, fault.millis());
            }
        } catch (ServerException notNow) {
            // What it needs may be away: whoever looks after the processes starts it later.
            diary.say(process.name() + " did not start: " + firstLine(notNow));
        }
        disturbances.add(new Disturbance(process.name(), fault.toString(), from, diary.millis()));
    }

    /** Whoever cannot live without room ends by itself, and is started again by whoever looks after the processes once there is room. */
    private void fillDisk(Supervised process, Server body, long millis) {
        Disk disk = process.disk().orElseThrow();
        disk.fill(body);
        try {
            pause(millis);
            diary.say(process.name() + (body.isRunning() ? " still runs" : " has ended itself") + " on its full disk");
        } finally {
            disk.giveRoom(body);
        }
    }

    private void jump(Supervised process, Fault fault) {
        WallClock clock = process.clock().orElseThrow();
        clock.set(fault.way() == Way.TO_SERVER ? JUMP_SECONDS : -JUMP_SECONDS);
        pause(fault.millis());
        clock.set(0);
    }

    /** As an orchestrator does that takes a silent agent for dead. The old one finds itself superseded when it goes on, and leaves by itself. */
    private void replace(Supervised process, Server old, long millis) {
        Supervised.signal(old, "STOP");
        try {
            pause(millis);
            var unused = process.replace();
        } finally {
            Supervised.signal(old, "CONT");
        }
        if (!await(LEAVE_MILLIS, () -> !old.isRunning())) {
            diary.say("the superseded " + old.name() + " has not left within " + LEAVE_MILLIS + " ms; ended by hand");
        }
        old.kill();
    }

    private void begin(Fault fault) {
        diary.say("fault: " + fault);
        synchronized (done) {
            done.merge(fault.kind(), 1, Integer::sum);
        }
    }

    /** Starts again whatever is not running and in nobody's hands, as a service manager does. */
    void supervise() {
        threads.execute(() -> {
            while (!waited(ending, LOOK_MILLIS)) {
                cluster.processes().stream()
                        .filter(process -> !process.body().isRunning() && process.take())
                        .forEach(process -> threads.execute(() -> startAgain(process)));
            }
        });
    }

    private void startAgain(Supervised process) {
        long from = diary.millis() - LOOK_MILLIS;
        try {
            if (!process.body().isRunning()) {
                diary.say(process.name() + " is not running; it is started again");
                process.body().start();
            }
        } catch (ServerException notNow) {
            diary.say(process.name() + " did not start: " + firstLine(notNow));
        } finally {
            disturbances.add(new Disturbance(process.name(), "it had ended", from, diary.millis()));
            process.giveBack();
        }
    }

    /** Ends every fault, and returns when each process runs. */
    boolean heal(long boundMillis) {
        healing.countDown();
        boolean struck = await(boundMillis, () -> places.availablePermits() == MOST_AT_A_TIME);
        cluster.links().heal();
        return struck
                && await(
                        boundMillis,
                        () -> cluster.processes().stream()
                                .allMatch(process -> process.body().isRunning()));
    }

    List<Disturbance> disturbances() {
        return disturbances;
    }

    /** Faults that could not be done, or undone, with the reason. A run that has some says less than its seed promises. */
    List<String> impossible() {
        return impossible;
    }

    /** How many faults of each kind were done. */
    Map<Kind, Integer> done() {
        synchronized (done) {
            return new EnumMap<>(done);
        }
    }

    /** Waits, but not longer than until everything is to be healed. */
    private void pause(long millis) {
        boolean unused = waited(healing, millis);
    }

    private boolean await(long boundMillis, BooleanSupplier condition) {
        long until = diary.millis() + boundMillis;
        while (!condition.getAsBoolean()) {
            if (diary.millis() > until || waited(ending, LOOK_MILLIS)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    private static boolean waited(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static String firstLine(Exception failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    }

    /** Ends its threads; first everything should be healed. */
    @Override
    public void close() throws InterruptedException {
        healing.countDown();
        ending.countDown();
        threads.shutdown();
        if (!threads.awaitTermination(LEAVE_MILLIS, TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }
}
