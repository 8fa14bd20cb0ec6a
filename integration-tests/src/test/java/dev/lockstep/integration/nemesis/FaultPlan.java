package dev.lockstep.integration.nemesis;

import dev.lockstep.integration.crash.FaultProxy.Way;
import dev.lockstep.integration.nemesis.Fault.Kind;
import dev.lockstep.integration.nemesis.Supervised.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which fault comes next, and when: the same for the same seed. What it falls into is another matter, because real processes take their own time. For one thread.
 */
final class FaultPlan {
    private static final int CALM_AFTER_FAULTS = 8;
    private static final long CALM_MILLIS = 7_000;
    private static final long SHORTEST_GAP_MILLIS = 500;
    private static final int GAP_SPREAD_MILLIS = 2_800;

    private final Random random;
    private final List<Supervised> processes;
    private final List<String> links;
    private int given;

    FaultPlan(long seed, List<Supervised> processes, List<String> links) {
        this.random = new Random(seed);
        this.processes = List.copyOf(processes);
        this.links = List.copyOf(links);
    }

    /** How long to wait before the next one. After some faults it is calm for a while, so that epochs come to later phases. */
    long gapMillis() {
        long gap = SHORTEST_GAP_MILLIS + random.nextInt(GAP_SPREAD_MILLIS);
        return given > 0 && given % CALM_AFTER_FAULTS == 0 ? gap + CALM_MILLIS : gap;
    }

    Fault next() {
        given++;
        return random.nextInt(100) < 60 ? ofProcess() : ofLink();
    }

    private Fault ofProcess() {
        Role role = role();
        List<Supervised> candidates =
                processes.stream().filter(process -> process.role() == role).toList();
        Supervised target = candidates.get(random.nextInt(candidates.size()));
        List<Kind> kinds = new ArrayList<>(List.of(Kind.KILL, Kind.KILL, Kind.PAUSE));
        if (role == Role.AGENT || role == Role.COORDINATOR) {
            kinds.add(Kind.JUMP);
        }
        if (role == Role.AGENT) {
            kinds.addAll(List.of(Kind.REPLACE, Kind.REPLACE));
        }
        if (target.disk().isPresent()) {
            // There is one Kafka only, so with it this would come up too seldom.
            kinds.addAll(Collections.nCopies(role == Role.KAFKA ? 2 : 1, Kind.NO_ROOM));
        }
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        Way way = kind == Kind.JUMP && random.nextBoolean() ? Way.TO_CLIENT : Way.TO_SERVER;
        return new Fault(kind, target.name(), way, millis(kind, role));
    }

    private Role role() {
        int of = random.nextInt(100);
        if (of < 40) {
            return Role.AGENT;
        }
        if (of < 65) {
            return Role.COORDINATOR;
        }
        if (of < 86) {
            return Role.DATABASE;
        }
        return of < 93 ? Role.KAFKA : Role.ZOOKEEPER;
    }

    private long millis(Kind kind, Role role) {
        boolean hasSession = role == Role.AGENT || role == Role.COORDINATOR;
        return switch (kind) {
            case PAUSE -> hasSession ? 5_000 + random.nextInt(8_000) : 1_000 + random.nextInt(6_000);
            case REPLACE -> 500 + random.nextInt(2_000);
            case JUMP -> 1_500 + random.nextInt(6_000);
            // Kafka has to find out: it writes a checkpoint every five seconds, and more when it is asked to.
            case NO_ROOM -> (role == Role.KAFKA ? 6_000 : 1_000) + random.nextInt(3_000);
            // Now and then long enough that people go on without its node.
            case KILL ->
                role == Role.AGENT && random.nextInt(3) == 0 ? 8_000 + random.nextInt(10_000) : random.nextInt(3_000);
            default -> random.nextInt(3_000);
        };
    }

    private Fault ofLink() {
        String link = links.get(random.nextInt(links.size()));
        List<Kind> kinds =
                List.of(Kind.LOSE, Kind.PARTITION, Kind.PARTITION, Kind.HOLD, Kind.SLOW, Kind.RESET, Kind.CUT);
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        Way way = random.nextBoolean() ? Way.TO_SERVER : Way.TO_CLIENT;
        return new Fault(kind, link, way, 2_000 + random.nextInt(9_000));
    }
}
