package dev.lockstep.change;

import dev.lockstep.v1.Release;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code release}: what RELEASE waits for. */
final class ReleaseForm {
    private static final String APPROVAL = "approval";

    private static final Key<List<String>> HOLD = Key.optional(
            "hold",
            new ListForm<>(
                    "holds",
                    new WordForm<>(
                            "a hold",
                            Map.of(APPROVAL, APPROVAL),
                            Stream.of("flag", "consumers", "health")
                                    .collect(Collectors.toMap(word -> word, ReleaseForm::notYet))),
                    true),
            "[approval]",
            "What must agree before CONTRACT may open; [approval], a person's `release`, when not given.");
    private static final Key<Duration> SOAK = Key.optional(
            "soak",
            new DurationForm(),
            "30m",
            "Time that must pass in RELEASE before CONTRACT may open; none when not given.");

    static final Shape<Release> SHAPE =
            new Shape<>("release", "What RELEASE waits for.", List.of(HOLD, SOAK), ReleaseForm::build);

    /** What holds when the file says nothing. */
    static final Release DEFAULT = Release.newBuilder().addHold(APPROVAL).build();

    private ReleaseForm() {}

    private static String notYet(String hold) {
        return "the hold " + hold + " is not yet supported; until then use approval";
    }

    private static Release build(Fields fields, ProblemLog problems) {
        Release.Builder release =
                Release.newBuilder().addAllHold(fields.get(HOLD).orElse(DEFAULT.getHoldList()));
        fields.get(SOAK).ifPresent(soak -> release.setSoakMillis(soak.toMillis()));
        return release.build();
    }
}
