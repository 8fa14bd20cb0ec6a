package dev.lockstep.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.lockstep.v1.EpochState;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetRoster;
import dev.lockstep.v1.LeaveCommand;
import dev.lockstep.v1.RosterCommand;
import dev.lockstep.v1.RosterNode;
import dev.lockstep.v1.RosterStanding;
import dev.lockstep.v1.WaiveCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command asks about the roster, and how it shows the answer. */
class RosterTest {
    private FakeCoordinator coordinator;

    @BeforeEach
    void start() throws IOException {
        coordinator = new FakeCoordinator();
        coordinator.roster = FleetRoster.newBuilder()
                .setFleet("orders")
                .addNodes(RosterNode.newBuilder()
                        .setName("shard-1")
                        .setEngine("postgres")
                        .setVersion("16.4")
                        .setStanding(RosterStanding.MEMBER)
                        .setFingerprint("0123456789abcdef")
                        .setAgent("agent-1")
                        .setLeaveRequestedBy("ann")
                        .setLeaveReason("sold")
                        .addWaivedIn(4))
                .addNodes(RosterNode.newBuilder()
                        .setName("shard-9")
                        .setEngine("mariadb")
                        .setStanding(RosterStanding.KNOWN)
                        .setReason("let it in"))
                .build();
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    @Test
    void theListSaysWhoBelongsToTheFleetAndWhy() {
        assertThat(ask("list").out()).isEqualTo("""
                        NODE     STANDING  ENGINE         FINGERPRINT   AGENT    REMARKS
                        shard-1  MEMBER    postgres 16.4  0123456789ab  agent-1  should leave, says ann: sold; waived in epoch 4
                        shard-9  KNOWN     mariadb        -             -        let it in
                        """);
    }

    @Test
    void joinNamesWhoAndWhyAndShowsTheNode() {
        CommandRun run = ask("join", "shard-9", "--by", "ann", "--reason", "a ninth shard", "--json");

        assertThat(coordinator.asked)
                .contains(RosterCommand.newBuilder()
                        .setFleet("orders")
                        .setNode("shard-9")
                        .setBy("ann")
                        .setReason("a ninth shard")
                        .build());
        assertThat(JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("nodes"))
                .hasSize(1);
    }

    @Test
    void leaveIsAskedForAndThenConfirmed() {
        assertThat(ask("leave", "shard-1", "--by", "ann", "--reason", "sold").out())
                .contains("next: somebody has to confirm it: lockstep roster leave shard-1 --confirm");
        ask("leave", "shard-1", "--by", "bob", "--confirm");

        LeaveCommand.Builder asked =
                LeaveCommand.newBuilder().setFleet("orders").setNode("shard-1");
        assertThat(coordinator.asked)
                .contains(
                        asked.setBy("ann").setReason("sold").build(),
                        asked.setBy("bob").clearReason().setConfirm(true).build());
    }

    @Test
    void waiveMeansTheOnlyOpenEpoch() {
        coordinator.currentEpoch(EpochStatus.newBuilder()
                .setFleet("orders")
                .setNumber(4)
                .setState(EpochState.RUNNING)
                .build());

        ask("waive", "shard-1", "--by", "ann", "--reason", "burnt");

        assertThat(coordinator.asked)
                .contains(WaiveCommand.newBuilder()
                        .setFleet("orders")
                        .setNode("shard-1")
                        .setBy("ann")
                        .setReason("burnt")
                        .setEpoch(4)
                        .build());
    }

    private CommandRun ask(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 3);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[0] = "roster";
        List<String> address = List.of("--coordinator", coordinator.address());
        all[arguments.length + 1] = address.get(0);
        all[arguments.length + 2] = address.get(1);
        return CommandRun.of(all);
    }
}
