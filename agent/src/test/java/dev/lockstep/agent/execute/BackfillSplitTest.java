package dev.lockstep.agent.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.ledger.BackfillRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackfillSplitTest {
    private static final BackfillSplit THREE =
            new BackfillSplit(List.of(List.of("it's, ''quoted''", "1"), List.of("k\n", "2")));

    @Test
    void boundsAreReadBackAsTheyWereWritten() {
        assertThat(BackfillSplit.of(List.of(THREE.row(7, 2)))).contains(THREE);
    }

    @Test
    void aBackfillThatHasBegunWithoutBoundsHasOneRange() {
        assertThat(BackfillSplit.of(List.of())).isEmpty();
        assertThat(BackfillSplit.of(List.of(new BackfillRow(7, 2, 1, null, 0, false))))
                .contains(BackfillSplit.ONE_RANGE);
    }

    @Test
    void rangesMeetAndTheLastOneIsOpen() {
        assertThat(THREE.count()).isEqualTo(3);
        assertThat(THREE.lower(0)).isNull();
        assertThat(THREE.limit(0)).isEqualTo(THREE.lower(1));
        assertThat(THREE.limit(1)).isEqualTo(THREE.lower(2));
        assertThat(THREE.limit(2)).isNull();
    }

    @Test
    void eachPassOverEachRangeHasANumberOfItsOwn() {
        for (int pass = 1; pass <= 12; pass++) {
            for (int range = 0; range < THREE.count(); range++) {
                BackfillRow row = new BackfillRow(7, 2, THREE.number(range, pass), null, 0, false);
                assertThat(THREE.pass(row)).isEqualTo(pass);
                assertThat(THREE.range(row)).isEqualTo(range);
            }
        }
        assertThat(THREE.number(2, 2)).isEqualTo(6);
        assertThat(BackfillSplit.ONE_RANGE.number(0, 5)).isEqualTo(5);
    }

    @Test
    void thePassesOverARangeComeInOrderWithoutThoseOfOthers() {
        BackfillRow first = new BackfillRow(7, 2, THREE.number(1, 1), null, 9, true);
        BackfillRow second = new BackfillRow(7, 2, THREE.number(1, 4), null, 0, false);
        BackfillRow other = new BackfillRow(7, 2, THREE.number(0, 1), null, 0, false);
        assertThat(THREE.passes(1, List.of(THREE.row(7, 2), second, other, first)))
                .containsExactly(first, second);
    }
}
