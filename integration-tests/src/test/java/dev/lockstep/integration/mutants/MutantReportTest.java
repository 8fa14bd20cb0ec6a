package dev.lockstep.integration.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.integration.mutants.Mutant.Fate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a report of PIT is read, and what is counted. */
class MutantReportTest {
    private static final String LINE =
            "Waivers.java,dev.lockstep.coordinator.core.Waivers,org.pitest.mutationtest.engine.gregor.mutators.%s,mayEnd,89,%s,%s";

    @Test
    void aLineSaysWhereWhatAndWhatBecameOfIt() {
        assertThat(mutant("NegateConditionalsMutator", "SURVIVED"))
                .isEqualTo(new Mutant("Waivers", "mayEnd", 89, "negate conditionals", Fate.SURVIVED))
                .hasToString("Waivers:89 mayEnd: negate conditionals");
        assertThat(mutant("returns.EmptyObjectReturnValsMutator", "NO_COVERAGE"))
                .hasToString("Waivers:89 mayEnd: empty object return, where no test comes by");
        assertThat(mutant("MathMutator", "TIMED_OUT").fate()).isEqualTo(Fate.KILLED);
        assertThat(mutant("MathMutator", "RUN_ERROR").fate()).isEqualTo(Fate.NOT_RUN);
        assertThatThrownBy(() -> mutant("MathMutator", "ESCAPED")).hasMessageContaining("found: ESCAPED");
        assertThatThrownBy(() -> Mutant.of("a,b")).hasMessage("expected a line of 7 fields, found: a,b");
    }

    @Test
    void whatCouldNotBeRunSaysNothingAboutTheTests() {
        MutantReport report = report(9, 1, 0, 30);

        assertThat(report.score()).isEqualTo(90);
        assertThat(report.isRight()).isTrue();
        assertThat(report(89, 10, 1, 0).isRight()).isFalse();
        assertThat(report(0, 0, 0, 5).isRight()).as("nothing was asked").isFalse();
    }

    @Test
    void whoLivesIsNamed() {
        assertThat(report(1, 1, 1, 1).json())
                .isEqualTo(
                        "{\"mutants\":4,\"killed\":1,\"survived\":1,\"notCovered\":1,\"notRun\":1,\"score\":33.3,\"alive\":["
                                + "{\"class\":\"Waivers\",\"method\":\"mayEnd\",\"line\":89,\"how\":\"math\",\"covered\":true},"
                                + "{\"class\":\"Waivers\",\"method\":\"mayEnd\",\"line\":89,\"how\":\"math\",\"covered\":false}]}");
        assertThat(report(1, 1, 1, 1).text())
                .containsSubsequence(
                        "Waivers:89 mayEnd: math",
                        "Waivers:89 mayEnd: math, where no test comes by",
                        "4 mutants: 1 killed, 1 survived, 1 where no test comes by, 1 not run; 33.3 % killed (at least 90 wanted)");
    }

    private static MutantReport report(int killed, int survived, int notCovered, int notRun) {
        List<Mutant> mutants = new ArrayList<>(Collections.nCopies(killed, mutant("MathMutator", "KILLED")));
        mutants.addAll(Collections.nCopies(survived, mutant("MathMutator", "SURVIVED")));
        mutants.addAll(Collections.nCopies(notCovered, mutant("MathMutator", "NO_COVERAGE")));
        mutants.addAll(Collections.nCopies(notRun, mutant("MathMutator", "RUN_ERROR")));
        return new MutantReport(mutants);
    }

    private static Mutant mutant(String mutator, String status) {
        return Mutant.of(LINE.formatted(mutator, status, "killed(by, some test)"));
    }
}
