package dev.lockstep.agent.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.agent.node.ToyDatabase;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process takes a node over from one that stands still (rules N3, N4). */
class NodeAdoptionTest {
    private final ToyDatabase database = new ToyDatabase();
    private final NodeStanding standing = new NodeStanding();
    private final NodeAdoption successor = new NodeAdoption("orders", "shard-1", standing, () -> "second");

    @BeforeEach
    void serve() throws Exception {
        try (NodeSession first = database.open(SessionPurpose.FOLLOWER)) {
            assertThat(new NodeAdoption("orders", "shard-1", new NodeStanding(), () -> "first").begin(first))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionPurpose.class,
            names = {"FOLLOWER", "BACKFILL"})
    void endsASessionThatStandsStillInATransaction(SessionPurpose purpose) throws Exception {
        NodeSession stuck = database.open(purpose);
        stuck.begin();
        NodeSession session = database.open(SessionPurpose.FOLLOWER);

        database.waitForLocks(Duration.ofMillis(10));
        assertThatThrownBy(() -> successor.begin(session)).isInstanceOf(SQLException.class);
        database.waitForLocks(Duration.ofSeconds(10));

        assertThat(successor.begin(session)).isEmpty();
        assertThat(standing.incarnation()).isEqualTo(2);
        assertThatThrownBy(stuck::commit).isInstanceOf(SQLException.class);
    }

    @Test
    void endsSessionsThatWouldHoldTheApplicationsRows() throws Exception {
        NodeSession stuck = database.open(SessionPurpose.BACKFILL);
        NodeSession driver = database.open(SessionPurpose.DRIVER);
        assertThat(driver.tryLock()).isTrue();
        NodeSession session = database.open(SessionPurpose.FOLLOWER);

        assertThat(successor.begin(session)).isEmpty();

        assertThat(session.otherSessions()).isEmpty();
        assertThatThrownBy(() -> stuck.ledger().node()).isInstanceOf(SQLException.class);
        assertThat(session.ledger().node()).isPresent();
    }

    @Test
    void endsNobodyOnceItServesTheNode() throws Exception {
        NodeSession session = database.open(SessionPurpose.FOLLOWER);
        successor.begin(session);
        NodeSession own = database.open(SessionPurpose.BACKFILL);

        successor.begin(session);

        assertThat(own.ledger().node()).isPresent();
    }
}
