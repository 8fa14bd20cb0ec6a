package dev.lockstep.integration.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets that go one way are lost until it is over, and then sent again. */
class PacketLossIT {
    @Test
    void aProxyHoldsBackWhatGoesOneWay() throws Exception {
        assertThat(PacketLossProbe.isRight(false)).isTrue();
    }

    /** Where there can be no network of our own, this is the same once more. */
    @Test
    void theKernelDropsWhatGoesOneWayInANetworkOfOurOwn() throws Exception {
        if (OwnNetwork.isPossible()) {
            assertThat(OwnNetwork.run(PacketLossProbe.class, List.of())).isZero();
        } else {
            assertThat(PacketLossProbe.isRight(OwnNetwork.isEntered())).isTrue();
        }
    }
}
