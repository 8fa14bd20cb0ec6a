package dev.lockstep.integration.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The barrier benchmark, from the floor to the replay.
 *
 * @param agents sizes of the fleets
 * @param perProcess how many agents one process has at most
 * @param warmUp epochs of each fleet that do not count: code that is not compiled yet is slow, and its compilation takes the processors from the rest
 * @param epochs of each fleet that count; two transitions of each are measured
 * @param floorSamples of each part of the floor
 */
record BarrierBench(
        List<Integer> agents, int perProcess, int warmUp, int epochs, int floorSamples, int statementMillis) {
    private static final int WARM_UP_AGENTS = 10;

    BarrierBench {
        agents = agents.stream().sorted().distinct().toList();
    }

    /** @param progress hears what is being done */
    BarrierReport run(Surroundings around, Consumer<String> progress) throws Exception {
        try (CoordinatorMember coordinator = CoordinatorMember.start(around)) {
            progress.accept("the coordinator is process " + coordinator.pid() + "; warming up");
            Floor floor;
            try (BarrierRun few = new BarrierRun(around, coordinator, "warm-up", WARM_UP_AGENTS, perProcess)) {
                few.measure(0, Math.max(1, warmUp), 0);
                floor = Floor.measure(around, coordinator.port(), "warm-up", floorSamples);
            }
            List<RunFigures> runs = new ArrayList<>();
            String largest = "";
            long events = 0;
            for (int count : agents) {
                progress.accept(count + " agents");
                largest = "agents-" + count;
                try (BarrierRun run = new BarrierRun(around, coordinator, largest, count, perProcess)) {
                    runs.add(run.measure(warmUp, epochs, statementMillis));
                    events = run.watch().events();
                }
            }
            progress.accept("replay of " + events + " events");
            return new BarrierReport(floor, runs, Replay.eventsPerSecond(around, largest, events));
        }
    }
}
