package dev.lockstep.integration.scorecard;

import dev.lockstep.integration.scorecard.Part.Target;
import java.util.List;

/** What the design wants to see on the scorecard, and no part measures yet: it stands there all the same. */
final class Elsewhere {
    private static final String NO_PART = "no command measures it yet";

    private static final List<Target> FIGURES = List.of(
            new Target("disk faults: corrupted or wrongly acknowledged", "0 of 100"),
            new Target("2,000 agents held with mutual TLS; broadcast; barrier", "400 MiB; 50 ms; 2 s"),
            new Target("methods × roles × identities wrongly allowed", "0, 100 % of the methods"),
            new Target("secrets leaked; scripts run in the dashboard", "0 of 50; 0 of 500"),
            new Target("SBOM complete; jar rebuilt identically", "yes; yes"),
            new Target("flaky results in repeated suites", "0 of 10"));

    private Elsewhere() {}

    static List<Row> rows() {
        return FIGURES.stream().map(figure -> figure.notRun(NO_PART)).toList();
    }
}
