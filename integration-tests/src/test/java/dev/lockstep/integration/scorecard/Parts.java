package dev.lockstep.integration.scorecard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.integration.scorecard.Part.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The parts of the scorecard. Each is small enough for every change; each can be run longer by itself. */
final class Parts {
    private static final String SIMULATION = "dev.lockstep.integration.simulation.";

    private Parts() {}

    static List<Part> all() {
        return List.of(
                inQuiet(simulation()),
                inQuiet(variants()),
                sameOnBothJavas(),
                specification(),
                inQuiet(conformance()),
                crashPoints("postgres"),
                crashPoints("mysql"),
                crashPoints("mariadb"),
                everyStep(),
                nemesis(),
                killedLeaders(),
                stoppedAgents(),
                killedServers(),
                AttackParts.envelopes(),
                AttackParts.files(),
                AttackParts.requests(),
                AuditParts.drift(),
                TestParts.mutants(),
                barrier("barrier", 1_000),
                barrier("barrier with statements of no time", 0));
    }

    private static Part inQuiet(Part simulated) {
        return simulated.with(
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-XX:FreqInlineSize=120",
                "-XX:InlineSmallCode=1000",
                "-XX:MaxInlineLevel=7",
                "-Dlog4j2.configurationFile=classpath:simulation-log.xml");
    }

    private static Part simulation() {
        Target violations = new Target("simulated seeds: violations of an invariant", "0 of 20,000");
        Target seeds = new Target("simulated seeds, as the design wants them at each change", "at least 500,000");
        Target faults = new Target("faults in simulation", "at least 20,000,000");
        return new Part(
                "simulation",
                "integration-tests/bin/simulate --seeds 20000 --json",
                SIMULATION + "SimulateCommand",
                List.of("--seeds", "20000", "--json"),
                20,
                List.of(violations, seeds, faults),
                json -> List.of(
                        violations.measured(
                                count(json.required("violations").size()),
                                count(json, "seeds") + " seeds, " + count(json, "events") + " events",
                                json.required("violations").isEmpty()
                                        && json.required("seeds").asLong() >= 20_000),
                        seeds.measured(
                                count(json, "seeds"),
                                "one run",
                                json.required("seeds").asLong() >= 500_000),
                        faults.measured(
                                count(json, "faults"),
                                count(json, "seeds") + " seeds",
                                json.required("faults").asLong() >= 20_000_000),
                        Row.shown(
                                "simulated time",
                                json.required("simulatedHours").asText() + " h",
                                "one run")));
    }

    private static Part variants() {
        Target caught = new Target("broken protocols that the simulation catches", "all, and at least 30");
        Target median = new Target("seeds until one is caught, median", "at most 1,000");
        return new Part(
                "broken protocols",
                "integration-tests/bin/simulate --variant NAME --json, for each",
                SIMULATION + "VariantsCommand",
                List.of(),
                15,
                List.of(caught, median),
                json -> List.of(
                        caught.measured(
                                count(json, "caught"),
                                count(json, "variants") + " variants, at most 2,000 seeds each",
                                json.required("caught").asInt() >= 30
                                        && json.required("caught").equals(json.required("variants"))),
                        median.measured(
                                count(json, "medianSeeds"),
                                count(json, "caught") + " caught",
                                json.required("medianSeeds").asLong() <= 1_000)));
    }

    private static Part sameOnBothJavas() {
        Target equal = new Target("same seed, same trace hash on Java 17 and 25", "1,000 of 1,000");
        return new Part(
                "same trace",
                "integration-tests/bin/simulate --seeds 1000 --json, on each",
                SIMULATION + "JavasCommand",
                List.of("--seeds", "1000"),
                10,
                List.of(equal),
                json -> List.of(equal.measured(
                        json.required("equal").asBoolean() ? "the same" : "not the same",
                        count(json, "seeds") + " seeds on "
                                + json.required("first").asText() + " and "
                                + json.required("second").asText(),
                        json.required("equal").asBoolean()
                                && json.required("seeds").asLong() >= 1_000)));
    }

    private static Part specification() {
        Target states = new Target("specification: distinct states", "at least 500,000");
        Target violations = new Target("specification: violations", "0");
        Target caught = new Target("specification: broken variants that TLC catches", "all");
        return new Part(
                "specification",
                "mvn verify -Dit.test=*SpecificationIT, and SpecificationTest",
                "dev.lockstep.integration.spec.SpecificationCommand",
                List.of(),
                20,
                List.of(states, violations, caught),
                json -> List.of(
                        states.measured(
                                count(json, "states"),
                                count(json, "configurations") + " configurations",
                                json.required("states").asLong() >= 500_000),
                        violations.measured(
                                count(json.required("violations").size()),
                                count(json, "configurations") + " configurations",
                                json.required("violations").isEmpty()),
                        caught.measured(
                                count(json, "caught"),
                                count(json, "broken") + " variants",
                                json.required("caught").equals(json.required("broken")))));
    }

    private static Part conformance() {
        Target allowed = new Target("histories of the code that the specification allows", "10,000 of 10,000");
        return new Part(
                "conformance",
                "integration-tests/bin/conformance --histories 10000 --json",
                "dev.lockstep.integration.spec.ConformanceCommand",
                List.of("--histories", "10000", "--json"),
                30,
                List.of(allowed),
                json -> {
                    long histories = json.required("histories").asLong();
                    int violations = json.required("violations").size();
                    return List.of(allowed.measured(
                            violations == 0 ? count(histories) : "all but " + violations + " or more",
                            count(json, "events") + " events of " + count(histories) + " histories",
                            violations == 0 && histories >= 10_000));
                });
    }

    private static Part crashPoints(String engine) {
        Target outcome =
                new Target("crash points on " + engine + ": lost, doubled, stuck, repaired by hand", "0 / 0 / 0 / 0");
        Target points = new Target("crash points on " + engine + ": how many", "at least 8,000");
        Target controls = new Target("crash points on " + engine + ": wrong orders that show it", "all");
        return new Part(
                "crash points on " + engine,
                "integration-tests/bin/crash-points --engine " + engine
                        + " --pairs --stride 41 --pair-stride 301 --json",
                "dev.lockstep.integration.crash.CrashPointsCommand",
                List.of("--engine", engine, "--pairs", "--stride", "41", "--pair-stride", "301", "--json"),
                10,
                List.of(outcome, points, controls),
                json -> crashRows(json, outcome, points, controls));
    }

    private static List<Row> crashRows(JsonNode json, Target outcome, Target points, Target controls) {
        int shown = 0;
        for (JsonNode control : json.required("controls")) {
            shown += control.required("lost").asLong()
                                    + control.required("doubled").asLong()
                            > 0
                    ? 1
                    : 0;
        }
        String of = count(json, "points") + " points, " + count(json, "pairs") + " pairs";
        int variants = json.required("controls").size();
        return List.of(
                outcome(json, of, outcome),
                points.measured(of, "a sample of all", json.required("points").asLong() >= 8_000),
                controls.measured(count(shown), count(variants) + " variants", shown == variants && variants > 0));
    }

    private static Row outcome(JsonNode json, String of, Target target) {
        List<String> found = new ArrayList<>();
        long all = 0;
        for (String each : List.of("lost", "doubled", "stuck", "byHand")) {
            found.add(count(json, each));
            all += json.required(each).asLong();
        }
        return target.measured(String.join(" / ", found), of, all == 0);
    }

    private static Part everyStep() {
        Target outcome =
                new Target("every operation, disturbed at its steps: lost, doubled, stuck, by hand", "0 / 0 / 0 / 0");
        Target disturbances =
                new Target("kinds of change × stage × {kill, error, pause, upgrade, rollback}", "60 kinds × all");
        Target controls = new Target("what is wrong on purpose there, and seen", "all");
        return new Part(
                "every step",
                "integration-tests/bin/every-step --few --json",
                "dev.lockstep.integration.everystep.EveryStepCommand",
                List.of("--few", "--json"),
                20,
                List.of(outcome, disturbances, controls),
                json -> List.of(
                        outcome(json, count(json, "runs") + " runs", outcome),
                        disturbances.measured(
                                count(json, "scenarios") + " kinds, " + count(json, "points") + " disturbances",
                                "a sample of all",
                                false),
                        controlsSeen(json, controls)));
    }

    private static Row controlsSeen(JsonNode json, Target target) {
        int seen = 0;
        for (JsonNode control : json.required("controls")) {
            seen += control.required("seen").asBoolean() ? 1 : 0;
        }
        int all = json.required("controls").size();
        return target.measured(count(seen), count(all) + " controls", seen == all && all > 0);
    }

    private static Part nemesis() {
        Target violations = new Target("real processes under faults: violations", "0");
        Target events = new Target("events of histories checked by the independent checker", "at least 10,000,000");
        return new Part(
                "nemesis",
                "integration-tests/bin/nemesis --minutes 2 --seed 1 --json",
                "dev.lockstep.integration.nemesis.NemesisCommand",
                List.of("--minutes", "2", "--seed", "1", "--json"),
                15,
                List.of(violations, events),
                json -> List.of(
                        violations.measured(
                                count(json.required("violations").size()),
                                count(json, "faults") + " faults, " + count(json, "epochs") + " epochs, "
                                        + count(json, "rolledBack") + " rolled back",
                                json.required("violations").isEmpty()),
                        events.measured(
                                count(json, "events"),
                                "records of the topics, rows of ledgers and of the application",
                                json.required("events").asLong() >= 10_000_000),
                        // A failure that no fault at its server explains is among the violations.
                        Row.shown(
                                "real processes under faults: statements that failed, one without a cause is a violation",
                                count(json, "failedStatements"),
                                count(json, "statements") + " statements")));
    }

    private static Part killedLeaders() {
        Target decision = new Target("coordinator killed to the next decision, p99", "session + 2 s");
        return takeovers(
                "killed leaders",
                List.of("--leaders", "20", "--agents", "0", "--servers", "0"),
                List.of(decision),
                json -> List.of(decision.measured(
                        seconds(json, "leaderP99Millis"),
                        count(json, "leaders") + " kills, median " + seconds(json, "leaderP50Millis") + ", bound "
                                + seconds(json, "leaderBoundMillis"),
                        json.required("violations").isEmpty()
                                && json.required("leaders").asLong() >= 20
                                && json.required("leaderP99Millis").asLong()
                                        <= json.required("leaderBoundMillis").asLong())));
    }

    private static Part stoppedAgents() {
        Target stale = new Target("zombie episodes: stale effects accepted", "0 of 20");
        return takeovers(
                "stopped agents",
                List.of("--leaders", "0", "--agents", "20", "--servers", "0"),
                List.of(stale),
                json -> List.of(stale.measured(
                        count(json, "staleEffects"),
                        count(json, "stoppedAgents") + " agents",
                        json.required("violations").isEmpty()
                                && json.required("stoppedAgents").asLong() >= 20)));
    }

    private static Part killedServers() {
        Target torn = new Target("server killed in the middle of the work on it: torn", "0 of 30");
        return takeovers(
                "killed servers",
                List.of("--leaders", "0", "--agents", "0", "--servers", "30"),
                List.of(torn),
                json -> List.of(torn.measured(
                        count(json.required("violations").size()),
                        count(json, "servers") + " servers",
                        json.required("violations").isEmpty()
                                && json.required("servers").asLong() >= 30)));
    }

    private static Part takeovers(
            String name, List<String> arguments, List<Target> figures, Function<JsonNode, List<Row>> rows) {
        return new Part(
                name,
                "integration-tests/bin/takeovers " + String.join(" ", arguments) + " --json",
                "dev.lockstep.integration.kill.TakeoversCommand",
                Stream.concat(arguments.stream(), Stream.of("--json")).toList(),
                30,
                figures,
                rows);
    }

    private static String seconds(JsonNode json, String field) {
        return String.format(Locale.ROOT, "%.1f s", json.required(field).asLong() / 1_000.0);
    }

    private static Part barrier(String name, int statementMillis) {
        Target floors = new Target(name + ": p99 to the last of 1,000 agents, in floors (p99)", "at most 5");
        Target fewest = new Target(name + ": p99 to the last of 1,000 agents, in that of 10 agents", "at most 4");
        List<String> arguments = List.of(
                "barrier",
                "--agents",
                "10,1000",
                "--epochs",
                "25",
                "--statement-millis",
                Integer.toString(statementMillis),
                "--json");
        return new Part(
                        name,
                        "integration-tests/bin/bench " + String.join(" ", arguments),
                        "dev.lockstep.integration.bench.BenchCommand",
                        arguments,
                        15,
                        List.of(floors, fewest),
                        json -> barrierRows(name, json, floors, fewest))
                // As bin/bench runs it.
                .with("-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-Xms3g", "-Xmx6g");
    }

    private static List<Row> barrierRows(String name, JsonNode json, Target floors, Target fewest) {
        double floor = json.required("floor").required("p99Millis").asDouble();
        JsonNode ten = run(json, 10);
        JsonNode thousand = run(json, 1_000);
        double last = thousand.required("lastP99Millis").asDouble();
        double ofTen = ten.required("lastP99Millis").asDouble();
        return List.of(
                floors.measured(ratio(last, floor), millis(last) + " of " + millis(floor), last <= 5 * floor),
                fewest.measured(ratio(last, ofTen), millis(last) + " of " + millis(ofTen), last <= 4 * ofTen),
                Row.shown(name + ": held by the coordinator", count(thousand, "bytesPerAgent") + " bytes", "an agent"),
                Row.shown(name + ": replay at start", count(json, "replayEventsPerSecond") + " events", "a second"));
    }

    private static JsonNode run(JsonNode json, int agents) {
        for (JsonNode run : json.required("runs")) {
            if (run.required("agents").asInt() == agents) {
                return run;
            }
        }
        throw new IllegalArgumentException("expected a run with " + agents + " agents, found none");
    }

    private static String ratio(double value, double of) {
        return String.format(Locale.ROOT, "%.1f", value / of);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f ms", value);
    }

    private static String count(JsonNode json, String field) {
        return count(json.required(field).asLong());
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
