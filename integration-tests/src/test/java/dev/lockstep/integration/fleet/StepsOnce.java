package dev.lockstep.integration.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.v1.Directive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nothing was done twice (I3), and no number was given to two directives (I4). */
public final class StepsOnce {
    private StepsOnce() {}

    /** Looks at the node's ledger and the directives. */
    public static void assertOnce(TestFleet fleet, TestNode node, long epoch) {
        String log = node.ledgerSchema() + ".log";
        List<String> done = node.query(
                "SELECT step FROM " + log + " WHERE epoch = " + epoch + " AND kind = 'done' ORDER BY number");
        assertThat(done)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((one, other) -> Integer.compare(Integer.parseInt(one), Integer.parseInt(other)));
        Map<Long, ByteString> bytes = new HashMap<>();
        for (Directive directive : new FleetTopics(fleet.prefix()).issued()) {
            ByteString before = bytes.putIfAbsent(directive.getNumber(), directive.toByteString());
            assertThat(before == null || before.equals(directive.toByteString()))
                    .as("directive %s has one content", directive.getNumber())
                    .isTrue();
        }
    }
}
