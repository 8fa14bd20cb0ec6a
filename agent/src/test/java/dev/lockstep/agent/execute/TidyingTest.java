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
            fill(tidying, 99);
            assertThat(database.effects()).isEmpty();
            fill(tidying, 1);
            Awaitility.await().until(() -> database.effects().size() == 1);
            fill(tidying, 100);
            Awaitility.await().until(() -> database.effects().size() == 2);
            fill(tidying, 100);
            Awaitility.await().until(() -> database.effects().size() == 3);
        }
        assertThat(database.effects()).as("in turns").containsExactly("add room", "add order", "add room");
    }

    @Test
    void doesNothingWhereNothingIsLeftBehind() throws Exception {
        try (Tidying tidying = Tidying.of(database, new Tidied(List.of()), 2000)) {
            fill(tidying, 1_000_000);
            assertThat(tidying.mostBatchRows()).isEqualTo(Integer.MAX_VALUE);
        }
        assertThat(database.effects()).isEmpty();
    }

    @Test
    void aFailureKeepsNobodyWaiting() throws Exception {
        try (Tidying tidying = Tidying.of(database, new Tidied(List.of("fail no room")), 2000)) {
            for (int part = 0; part < 3; part++) {
                fill(tidying, 100);
            }
        }
        assertThat(database.effects()).isEmpty();
    }

    @Test
    void waitsUntilNothingIsHalfDone() throws Exception {
        try (Tidying tidying = Tidying.of(database, new Tidied(List.of("add room")), 2000)) {
            tidying.filled(0, 500, false);
            tidying.filled(1, 500, true);
            assertThat(tidying.awaitRoom(1))
                    .as("the range that has ended its part")
                    .isFalse();
            assertThat(tidying.awaitRoom(0))
                    .as("the range in the middle of one")
                    .isTrue();
            assertThat(database.effects()).isEmpty();
            tidying.filled(0, 1, true);
            Awaitility.await().until(() -> tidying.awaitRoom(1));
            Awaitility.await().until(() -> database.effects().size() == 1);
        }
    }

    /** As a worker does that ends a part with each batch. */
    private static void fill(Tidying tidying, int rows) {
        tidying.filled(0, rows, true);
        Awaitility.await().until(() -> tidying.awaitRoom(0));
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
