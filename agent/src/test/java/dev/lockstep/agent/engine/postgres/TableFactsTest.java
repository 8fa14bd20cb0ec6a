package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableFactsTest {

    private final TableFacts orders = Samples.orders(List.of());

    @Test
    void goesByThePrimaryKeyFirst() {
        assertThat(orders.withIndex(Samples.index("a_key", false, "country")).key())
                .contains(List.of("id"));
    }

    @Test
    void elseGoesByTheShortestCompleteUniqueIndex() {
        TableFacts keyless = orders.withoutIndex("orders_pkey");

        assertThat(keyless.key()).isEmpty();
        assertThat(keyless.withIndex(Samples.index("b", false, "country", "id"))
                        .withIndex(Samples.index("c", false, "id"))
                        .key())
                .contains(List.of("id"));
    }

    @Test
    void takesNoKeyThatCanBeNullOrIsAnExpressionOrNew() {
        TableFacts keyless = orders.withoutIndex("orders_pkey");

        assertThat(keyless.withIndex(Samples.index("a", false, "note")).key()).isEmpty();
        assertThat(keyless.withIndex(Samples.index("a", false, "")).key()).isEmpty();
        assertThat(keyless.withColumn(ColumnFacts.added("fresh", "int", true, ""))
                        .withIndex(Samples.index("a", false, "fresh"))
                        .key())
                .isEmpty();
    }
}
