package dev.lockstep.integration.spec;

import dev.lockstep.integration.simulation.SimulatedJournals;
import dev.lockstep.integration.spec.Conformance.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code integration-tests/bin/conformance}. Run in the module's folder. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = {
            "Runs simulated fleets, reads from each journal what happened in each epoch, and asks TLC whether the"
                    + " specification allows it.",
            "What the specification has no words for is counted as not told."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the specification allows every history",
            "1:there is one that it does not allow",
            "2:the command was not understood"
        })
public final class ConformanceCommand implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--histories",
            defaultValue = "1000",
            description = "how many histories of epochs at least (default: ${DEFAULT-VALUE})")
    private int wanted;

    @Option(names = "--first", defaultValue = "1", description = "the first seed (default: ${DEFAULT-VALUE})")
    private long first;

    @Option(
            names = "--variant",
            defaultValue = "intended",
            description = "a deliberately broken protocol: see simulate --variants")
    private String variant = "";

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    private final List<EpochHistory> told = new ArrayList<>();
    private final Map<String, Integer> untold = new TreeMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private long seeds;
    private long events;

    private ConformanceCommand() {}

    /** Entry of the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ConformanceCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (wanted < 1) {
            throw new ParameterException(spec.commandLine(), "expected --histories of at least 1, found " + wanted);
        }
        if (!SimulatedJournals.isVariant(variant)) {
            throw new ParameterException(
                    spec.commandLine(), "expected a variant that simulate --variants lists, found \"" + variant + "\"");
        }
        while (told.size() < wanted) {
            read(first + seeds++);
        }
        violations.addAll(Conformance.check(told));
        System.out.println(json ? json() : text());
        return violations.isEmpty() ? 0 : 1;
    }

    private void read(long seed) throws InterruptedException {
        for (EpochHistory history : EpochHistories.of(seed, SimulatedJournals.of(seed, variant))) {
            if (history.untold().isEmpty()) {
                events += history.events();
                told.add(history);
            } else {
                untold.merge(history.untold(), 1, Integer::sum);
            }
        }
    }

    private String json() {
        return "{\"histories\":%d,\"seeds\":%d,\"events\":%d,\"untold\":{%s},\"violations\":[%s]}"
                .formatted(
                        told.size(),
                        seeds,
                        events,
                        untold.entrySet().stream()
                                .map(each -> "\"" + each.getKey() + "\":" + each.getValue())
                                .collect(Collectors.joining(",")),
                        violations.stream()
                                .map(each -> "\"" + each.toString().replace("\"", "\\\"") + "\"")
                                .collect(Collectors.joining(",")));
    }

    private String text() {
        StringBuilder text = new StringBuilder("%,d histories of epochs from %,d seeds, with %,d events; %s%n"
                .formatted(
                        told.size(),
                        seeds,
                        events,
                        violations.isEmpty()
                                ? "the specification allows each of them"
                                : "the specification does not allow:"));
        violations.forEach(each -> text.append("  ").append(each).append(System.lineSeparator()));
        untold.forEach((what, count) -> text.append("not told: ")
                .append(count)
                .append(" with ")
                .append(what)
                .append(System.lineSeparator()));
        return text.toString().stripTrailing();
    }
}
