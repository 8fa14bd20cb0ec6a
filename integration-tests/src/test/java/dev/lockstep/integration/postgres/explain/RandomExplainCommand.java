package dev.lockstep.integration.postgres.explain;

import dev.lockstep.integration.servers.TestServers;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares on one version for as many seeds as are asked for: the version, the first seed, how many, statements of each. */
final class RandomExplainCommand {
    private RandomExplainCommand() {}

    public static void main(String[] arguments) throws SQLException {
        String version = arguments[0];
        long first = Long.parseLong(arguments[1]);
        int seeds = Integer.parseInt(arguments[2]);
        int each = Integer.parseInt(arguments[3]);
        RandomComparison comparison =
                new RandomComparison(version.equals("suite") ? TestServers.postgres() : TestServers.postgres(version));
        for (long seed = first; seed < first + seeds; seed++) {
            comparison.run(seed, each);
        }
        Map<String, List<Mismatch>> byKind = comparison.mismatches().stream()
                .collect(Collectors.groupingBy(Mismatch::kind, TreeMap::new, Collectors.toList()));
        byKind.entrySet().stream()
                .sorted(Map.Entry.<String, List<Mismatch>>comparingByKey(Comparator.comparing(kind -> kind.charAt(0)))
                        .thenComparing(entry -> -entry.getValue().size()))
                .forEach(entry -> {
                    System.out.println(entry.getValue().size() + "x " + entry.getKey());
                    entry.getValue().stream()
                            .sorted(Comparator.comparing(
                                    mismatch -> mismatch.sql().length()))
                            .limit(2)
                            .forEach(mismatch -> System.out.println("    " + mismatch.text()));
                });
        System.out.println(version + ": " + comparison.summary());
        System.exit(0);
    }
}
