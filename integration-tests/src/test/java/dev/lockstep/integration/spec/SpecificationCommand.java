package dev.lockstep.integration.spec;

import dev.lockstep.integration.spec.ModelChecker.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Checks every configuration of the specification once, and prints one line of JSON. Run in the module's folder. */
public final class SpecificationCommand {
    private static final int WORKERS = 2;

    private long states;
    private int caught;
    private final List<String> violations = new ArrayList<>();

    private SpecificationCommand() {}

    /** Entry of the process. */
    public static void main(String[] arguments) throws InterruptedException {
        SpecificationCommand command = new SpecificationCommand();
        Map<String, Integer> intended = new TreeMap<>(Configurations.QUICK);
        intended.putAll(Configurations.LONG);
        for (Map.Entry<String, Integer> each : intended.entrySet()) {
            command.checkIntended(each.getKey(), each.getValue());
        }
        Map<String, String> broken = new TreeMap<>(Configurations.BROKEN);
        broken.putAll(Configurations.NOT_LIVE);
        for (Map.Entry<String, String> each : broken.entrySet()) {
            command.checkBroken(each.getKey(), each.getValue());
        }
        System.out.println(command.json(intended.size(), broken.size()));
        System.exit(command.violations.isEmpty() && command.caught == broken.size() ? 0 : 1);
    }

    private void checkIntended(String configuration, int floor) throws InterruptedException {
        Verdict verdict = ModelChecker.check(configuration, WORKERS);
        states += verdict.distinctStates();
        if (!verdict.holds() || verdict.distinctStates() < floor) {
            violations.add(configuration);
        }
    }

    private void checkBroken(String configuration, String promise) throws InterruptedException {
        Verdict verdict = ModelChecker.check(configuration, WORKERS);
        boolean isCaught = Configurations.BROKEN.containsKey(configuration)
                ? verdict.violatedInvariant().equals(promise)
                : verdict.violatesProperty();
        if (isCaught) {
            caught++;
        } else {
            System.err.println(configuration + " does not violate " + promise);
        }
    }

    private String json(int intended, int broken) {
        return "{\"configurations\":%d,\"states\":%d,\"violations\":[%s],\"broken\":%d,\"caught\":%d}"
                .formatted(
                        intended,
                        states,
                        violations.stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(",")),
                        broken,
                        caught);
    }
}
