package dev.lockstep.coordinator.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Samples;
import dev.lockstep.coordinator.core.Scenario;
import dev.lockstep.coordinator.fleet.FleetView;
import dev.lockstep.v1.RosterNode;
import dev.lockstep.v1.RosterStanding;
import org.junit.jupiter.api.Test;

/** Who belongs to a fleet, as users see it. */
class RosterViewTest {
    private final Scenario fleet = Scenario.fleetOf("a");

    @Test
    void aMemberWhoseAgentWasTurnedAwayIsShownWithTheReason() {
        fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 5).build()));
        assertThat(only().getReason()).isEmpty();

        fleet.tell(new Command.Hello("agent-a", Samples.hello("a", 4).build()));

        assertThat(only().getStanding()).isEqualTo(RosterStanding.MEMBER);
        assertThat(only().getReason())
                .startsWith("an agent of it was refused: its agent has been replaced: incarnation 4, but 5 serves it");
    }

    private RosterNode only() {
        return RosterView.of(new FleetView(fleet.state(), true, true, "", false))
                .getNodes(0);
    }
}
