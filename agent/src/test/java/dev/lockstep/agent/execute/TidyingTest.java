package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.node.Ranges;
import dev.lockstep.agent.node.ToyDatabase;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TidyingTest {
    private final ToyDatabase database = new ToyDatabase();

    @Test
    void runsInTurnsAfterEachPartOfTheRows() throws Exception {
        try (Tidying tidying = Tidying.of(database, new Tidied(List.of("add room", "add order")), 4000)) {
            tidying.filled(99, () -> true);
            assertThat(database.effects()).isEmpty();
            tidying.filled(1, () -> true);
            Awaitility.await().until(() -> database.effects().size() == 1);
            tidying.filled(100, () -> true);
            Awaitility.await().until(() -> database.effects().size() == 2);
            tidying.filled(100, () -> true);
            Awaitility.await().until(() -> database.effects().size() == 3);
        }
        assertThat(database.effects()).as("in turns").containsExactly("add room", "add order", "add room");
    }

    @Test
    void doesNothingWhereNothingIsLeftBehind() throws Exception {
        try (Tidying tidying = Tidying.of(database, new Tidied(List.of()), 2000)) {
            tidying.filled(1_000_000, () -> true);
            assertThat(tidying.mostBatchRows()).isEqualTo(Integer.MAX_VALUE);
        }
        assertThat(database.effects()).isEmpty();
    }

    @Test
    void aFailureKeepsNobodyWaiting() throws Exception {
        try (Tidying tidying = Tidying.of(database, new Tidied(List.of("fail no room")), 2000)) {
            for (int part = 0; part < 3; part++) {
                tidying.filled(100, () -> true);
            }
        }
        assertThat(database.effects()).isEmpty();
    }

    /** Only what tidies. */
    private record Tidied(List<String> tidying) implements Ranges {
        @Override
        public Optional<List<String>> upperBound(@Nullable List<String> lower, @Nullable List<String> limit, int rows) {
            return Optional.empty();
        }

        @Override
        public int fill(@Nullable List<String> lower, List<String> upper) {
            return 0;
        }

        @Override
        public long estimateRows() {
            return 0;
        }
    }
}
