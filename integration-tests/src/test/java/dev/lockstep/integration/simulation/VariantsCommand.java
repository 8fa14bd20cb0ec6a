package dev.lockstep.integration.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Looks for the first seed that catches each broken variant, and prints one line of JSON. */
public final class VariantsCommand {
    private static final long MOST_SEEDS = 2_000;

    private VariantsCommand() {}

    /** Entry of the process. */
    public static void main(String[] arguments) throws Exception {
        List<Variant> broken =
                Arrays.stream(Variant.values()).filter(Variant::isBroken).toList();
        List<Long> seeds = new ArrayList<>();
        for (Variant variant : broken) {
            Seeds.firstViolation(variant, MOST_SEEDS)
                    .ifPresentOrElse(
                            found -> seeds.add(found.seed()),
                            () -> System.err.println(
                                    SimulateCommand.nameOf(variant) + " was not caught by " + MOST_SEEDS + " seeds"));
        }
        OptionalLong median = seeds.stream()
                .mapToLong(Long::longValue)
                .sorted()
                .skip(seeds.size() / 2)
                .findFirst();
        System.out.printf(
                "{\"variants\":%d,\"caught\":%d,\"medianSeeds\":%d}%n",
                broken.size(), seeds.size(), median.orElse(MOST_SEEDS));
        System.exit(seeds.size() == broken.size() ? 0 : 1);
    }
}
