package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PagePositionTest {
    @Test
    void beginsWithTheFirstPage() {
        assertThat(PagePosition.read(null)).isEqualTo(PagePosition.at(0));
        assertThat(PagePosition.at(0).isInTurns()).isFalse();
    }

    @Test
    void isReadBackAsItWasWritten() {
        PagePosition between = PagePosition.at(120).begin(360, 8).upTo(200);
        assertThat(between.texts()).containsExactly("120", "360", "0", "8", "200");
        assertThat(PagePosition.read(between.texts())).isEqualTo(between);
        assertThat(PagePosition.read(List.of("77"))).isEqualTo(PagePosition.at(77));
    }

    @Test
    void comesToEachPageOnceInEachTurn() {
        PagePosition position = PagePosition.at(3).begin(10, 4);
        for (int turn = 0; turn < 4; turn++) {
            for (long page : List.of(3L, 7L)) {
                assertThat(position).isEqualTo(new PagePosition(3, 10, turn, 4, page));
                position = position.upTo(Math.min(10, page + 4));
            }
        }
        assertThat(position).isEqualTo(PagePosition.at(10));
    }
}
