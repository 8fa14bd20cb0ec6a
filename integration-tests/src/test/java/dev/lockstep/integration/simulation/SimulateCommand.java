package dev.lockstep.integration.simulation;

/** Stub for now. */
public final class SimulateCommand {
    private SimulateCommand() {}

    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        long seeds = Long.parseLong(args[1]);
        boolean none = args.length > 2 && args[2].contains("n");
        boolean trace = args.length > 2 && args[2].contains("t");
        long start = System.nanoTime();
        long events = 0;
        long effects = 0;
        long hash = 0;
        int shown = 0;
        for (long seed = first; seed < first + seeds; seed++) {
            Simulation.Result result = Simulation.run(seed, Variant.INTENDED, none, trace ? System.out::println : null);
            events += result.events();
            effects += result.effects();
            hash = hash * 31 + result.traceHash();
            if (result.isViolated() && shown++ < 12) {
                System.out.println(result.seed() + " " + result.invariant() + " at " + result.at() + ": " + result.message());
            }
        }
        System.out.println(events + " events, " + effects + " effects, " + (System.nanoTime() - start) / 1_000_000 + " ms, violated " + shown + " hash " + Long.toHexString(hash));
    }
}
