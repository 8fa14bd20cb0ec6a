package dev.lockstep.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.v1.Phase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathsTest {
    private final Paths paths = new Paths("prod");

    @Test
    void gatesOfBothDirectionsAndAllGroupsHavePathsOfTheirOwn() {
        GateId forward = GateId.forward("shop", 7, Phase.EXPAND);
        GateId undo = GateId.undo("shop", 7, Phase.EXPAND);

        assertThat(paths.gate(forward, "all")).isEqualTo("/lockstep/prod/fleets/shop/epochs/7/EXPAND/gate/all");
        assertThat(paths.gateLock(forward, "all")).startsWith(paths.gate(forward, "all") + "/");
        assertThat(paths.gateSeal(undo, "b")).isEqualTo("/lockstep/prod/fleets/shop/epochs/7/UNDO_EXPAND/gate/b/seal");
    }

    @Test
    void aNameCannotLeaveItsPlace() {
        for (String name : new String[] {"", "a/b", "..", ".", "a b", "ü"}) {
            assertThatThrownBy(() -> paths.presence("shop", name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found \"" + name + "\"");
        }
    }

    @Test
    void aSealReadsBack() {
        Seal seal = new Seal(42, 3);

        assertThat(Seal.parse(seal.toBytes())).isEqualTo(seal);
        assertThatThrownBy(() -> Seal.parse("junk".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found \"junk\"");
    }

    @Test
    void theLeaderIsTheOneWithTheLowestNumberWhateverStandsBeforeIt() {
        Map<String, byte[]> nodes = Map.of(
                "_c_zzz-latch-0000000003", bytes("third|c:3"),
                "_c_aaa-latch-0000000010", bytes("tenth|d:4"),
                "_c_mmm-latch-0000000002", bytes("second|b:2"));

        assertThat(LeaderId.first(nodes)).contains(new LeaderId("second", "b:2"));
        assertThat(LeaderId.first(Map.of())).isEmpty();
        assertThat(LeaderId.first(Map.of("_c_x-latch-0000000000", bytes("junk"))))
                .isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
