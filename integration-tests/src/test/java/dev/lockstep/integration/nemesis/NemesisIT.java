package dev.lockstep.integration.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two minutes of faults on real processes; {@code integration-tests/bin/nemesis} does more of them. */
class NemesisIT {
    private static final long SEED = 11;
    private static final long FAULT_MILLIS = 120_000;

    @Test
    void nothingIsLostDoubledOrEarlyWhateverIsKilledStoppedOrCut() throws Exception {
        RunFolder folder = RunFolder.temporary();
        NemesisReport report;
        try {
            report = new NemesisRun(folder, SEED, FAULT_MILLIS, System.out::println).run();
        } catch (Exception failed) {
            folder.keepLogs();
            throw new AssertionError("the fleet could not be run; its logs are in " + folder.path(), failed);
        }
        System.out.println(report.toText());
        if (!report.violations().isEmpty()) {
            folder.keepLogs();
        }

        assertThat(report.violations())
                .as("logs in %s; again: integration-tests/bin/nemesis --minutes 2 --seed %d", folder.path(), SEED)
                .isEmpty();
        folder.delete();
        assertThat(report.faults()).isGreaterThan(10);
        assertThat(report.verdict().epochs()).isPositive();
        assertThat(report.load().statements()).isGreaterThan(1_000);
    }
}
