package dev.lockstep.integration.postgres.explain.random;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where partitions begin and end, so that some fit and some overlap. */
final class Bounds {
    private Bounds() {}

    static String of(String key, Dice dice) {
        if (dice.inPercent(10)) {
            return "DEFAULT";
        }
        if (key.startsWith("HASH")) {
            return "FOR VALUES WITH (MODULUS " + (dice.inPercent(80) ? 4 : 8) + ", REMAINDER " + dice.below(5) + ")";
        }
        List<String> values = values(key);
        if (key.startsWith("LIST")) {
            int from = dice.below(values.size());
            return "FOR VALUES IN ("
                    + values.stream().skip(from).limit(1 + dice.below(2)).collect(Collectors.joining(", ")) + ")";
        }
        int from = dice.below(values.size() - 1);
        int to = dice.inPercent(95) ? from + 1 : dice.below(values.size());
        return "FOR VALUES FROM (" + values.get(from) + ") TO (" + values.get(to) + ")";
    }

    private static List<String> values(String key) {
        String quoted = key.endsWith(" date") || key.contains("time")
                ? "'2024-01-01','2024-02-01','2024-03-01','2024-04-01','2024-05-01','2024-06-01','2024-07-01'"
                : key.contains("text") || key.contains("char") ? "'a','b','c','d','e','f','g'" : "0,10,20,30,40,50,60";
        return Stream.concat(
                        Stream.of("MINVALUE").filter(each -> key.startsWith("RANGE")), Arrays.stream(quoted.split(",")))
                .toList();
    }
}
