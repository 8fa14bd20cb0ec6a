package dev.lockstep.integration.simulation;

import dev.lockstep.v1.Event;
import dev.lockstep.v1.JournalEntry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one seed. */
final class Simulation {
    private static final long SAFETY_ENDS_MILLIS = 90_000;
    private static final long LIVENESS_MILLIS = 1_200_000;

    private Simulation() {}

    /**
     * What came of a seed.
     *
     * @param journal the entries that counted, in order
     * @param kinds of events that counted
     * @param invariant that was violated; empty for none
     * @param at when, in virtual milliseconds
     */
    record Result(
            long seed,
            List<JournalEntry> journal,
            Set<Event.KindCase> kinds,
            long events,
            long faults,
            long effects,
            long simulatedMillis,
            long traceHash,
            String invariant,
            String message,
            long at) {
        boolean isViolated() {
            return !invariant.isEmpty();
        }
    }

    static Result run(long seed, Variant variant, boolean withoutFaults, @Nullable Consumer<String> lines) {
        Trace trace = new Trace(lines);
        World world = new World(seed, variant, withoutFaults, trace);
        trace.say("seed " + seed + " " + world.scenario() + " " + world.faults());
        String invariant = "";
        String message = "";
        try {
            drive(world);
        } catch (Violation found) {
            invariant = found.invariant();
            message = String.valueOf(found.getMessage());
        } catch (Unwound | Defect | RuntimeException | StackOverflowError defect) {
            Violation first = world.violation();
            invariant = first != null ? first.invariant() : "DEFECT";
            message = first != null ? String.valueOf(first.getMessage()) : stackOf(defect);
        }
        return new Result(
                seed,
                world.checker().journal().counted(),
                world.checker().journal().kinds(),
                world.schedule().events(),
                world.faults().injected(),
                world.effects().count(),
                world.now(),
                trace.hash(),
                invariant,
                message,
                world.now());
    }

    private static String stackOf(Throwable defect) {
        StringWriter text = new StringWriter();
        defect.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    static void drive(World world) {
        world.start();
        Schedule schedule = world.schedule();
        long faultsEnd = world.scenario().faultsEndMillis();
        while (!isOver(world, faultsEnd) && schedule.step(faultsEnd)) {
            // Everything happens in step.
        }
        heal(world);
        long end = world.now() + (world.scenario().liveness() ? LIVENESS_MILLIS : 0);
        while (world.now() < end && !world.checker().isQuiet() && schedule.step(end)) {
            // Everything happens in step.
        }
        if (world.scenario().liveness()) {
            world.checker().atTheEnd();
        }
    }

    private static boolean isOver(World world, long faultsEnd) {
        return world.now() >= Math.min(faultsEnd, SAFETY_ENDS_MILLIS) || world.hasNothingLeft();
    }

    private static void heal(World world) {
        world.faults().heal();
        world.databases().stream()
                .filter(SimulatedDatabase::isReplaced)
                .forEach(database -> world.replace(database, database::repair, 0));
        world.agents().forEach(agent -> {
            agent.process().heal();
            agent.gate().resume();
        });
        world.coordinators().forEach(coordinator -> coordinator.process().heal());
    }
}
