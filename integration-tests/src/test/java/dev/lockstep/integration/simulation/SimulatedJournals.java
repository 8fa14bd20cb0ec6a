package dev.lockstep.integration.simulation;

import dev.lockstep.v1.JournalEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The journals that simulated fleets have written, for those who judge them by other means than the simulation. */
public final class SimulatedJournals {
    private SimulatedJournals() {}

    /**
     * The entries that counted with this seed, in order; up to the violation, if there was one.
     *
     * @param variant as {@code simulate --variants} lists it; "intended" for the protocol as it is
     */
    public static List<JournalEntry> of(long seed, String variant) throws InterruptedException {
        Variant chosen = find(variant)
                .orElseThrow(() -> new IllegalArgumentException("expected a variant, found \"" + variant + "\""));
        ExecutorService worker = Executors.newSingleThreadExecutor(Seeds::threadWithRoom);
        try {
            return worker.submit(() -> Simulation.run(seed, chosen, false, null).journal())
                    .get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a simulation says what is wrong by its result", impossible);
        } finally {
            worker.shutdownNow();
        }
    }

    /** Whether there is such a variant. */
    public static boolean isVariant(String name) {
        return find(name).isPresent();
    }

    private static Optional<Variant> find(String name) {
        return Arrays.stream(Variant.values())
                .filter(each -> SimulateCommand.nameOf(each).equals(name))
                .findFirst();
    }
}
