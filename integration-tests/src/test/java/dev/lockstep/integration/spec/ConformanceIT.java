package dev.lockstep.integration.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.simulation.QuietLog;
import dev.lockstep.integration.simulation.SimulatedJournals;
import dev.lockstep.integration.spec.Conformance.Violation;
import dev.lockstep.integration.spec.EpochHistory.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the production coordinators journal in the simulation, the specification allows; what broken ones journal, it does not. */
@ExtendWith(QuietLog.class)
class ConformanceIT {
    /** Each is a run of TLC, most of which is its start. */
    private static final int SHAPES = 6;

    @Test
    void whatIsJournaledIsABehaviourOfTheSpecification() throws InterruptedException {
        List<EpochHistory> histories = ofTheCommonestShapes(told("intended", 300));

        assertThat(Conformance.check(histories)).isEmpty();
        assertThat(histories).hasSizeGreaterThan(100);
        assertThat(histories).anyMatch(history -> history.tla().contains("\"undone\""));
        assertThat(histories).anyMatch(history -> history.tla().contains("\"claim\""));
    }

    @Test
    void whatABrokenProtocolJournalsIsNot() throws InterruptedException {
        List<EpochHistory> histories = ofTheCommonestShapes(told("closes-early", 40));

        assertThat(Conformance.check(histories))
                .extracting(Violation::event)
                .isNotEmpty()
                .allMatch(event -> event.startsWith("<<\"close\""));
    }

    private static List<EpochHistory> told(String variant, int seeds) throws InterruptedException {
        List<EpochHistory> told = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            EpochHistories.of(seed, SimulatedJournals.of(seed, variant)).stream()
                    .filter(history -> history.untold().isEmpty())
                    .forEach(told::add);
        }
        return told;
    }

    private static List<EpochHistory> ofTheCommonestShapes(List<EpochHistory> histories) {
        Map<Shape, List<EpochHistory>> byShape = histories.stream().collect(Collectors.groupingBy(EpochHistory::shape));
        return byShape.values().stream()
                .sorted(Comparator.comparingInt(List<EpochHistory>::size).reversed())
                .limit(SHAPES)
                .flatMap(List::stream)
                .toList();
    }
}
