package dev.lockstep.coordinator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Samples;
import dev.lockstep.coordinator.core.Scenario;
import dev.lockstep.v1.CatalogObject;
import dev.lockstep.v1.Drift;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.ObjectChange;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node beside its history, in both directions. */
class DriftComparisonTest {
    private static final CatalogObject TABLE = object("table:orders", "01", "orders");
    private static final CatalogObject INDEX = object("index:orders_by_day", "02", "btree (day)");

    private final Scenario fleet = fleetWith(TABLE, INDEX);

    @Test
    void theSameIsNoDrift() {
        assertThat(compare(TABLE, INDEX)).isEmpty();
    }

    @Test
    void whatIsMissingUnexpectedAndChangedIsNamed() {
        CatalogObject view = object("view:mine", "03", "select 1");

        assertThat(compare(object("table:orders", "ff", "orders, but wider"), view))
                .containsExactly(
                        drift("index:orders_by_day", "missing", "btree (day)", ""),
                        drift("table:orders", "changed", "orders", "orders, but wider"),
                        drift("view:mine", "unexpected", "", "select 1"));
    }

    @Test
    void whatAnOpenEpochIsChangingIsOnItsWay() {
        fleet.open("first");
        Plan plan = Plan.newBuilder()
                .setFleet(Samples.FLEET)
                .setEpoch(1)
                .setNode("a")
                .setChangeHash(fleet.epoch().changeHash())
                .addSteps(Step.newBuilder()
                        .setNumber(1)
                        .setPhase(Phase.EXPAND)
                        .addEffects(ObjectChange.newBuilder().setPath("index:orders_by_day")))
                .build();
        fleet.report("a", report -> report.setPlanned(Samples.planned(plan)));

        assertThat(compare(TABLE)).isEmpty();
        assertThat(compare()).containsExactly(drift("table:orders", "missing", "orders", ""));
    }

    private List<Drift> compare(CatalogObject... live) {
        return DriftComparison.compare(
                fleet.state(),
                fleet.member("a"),
                Fingerprint.newBuilder().addAllObjects(List.of(live)).build());
    }

    private static Scenario fleetWith(CatalogObject... objects) {
        Scenario fleet = Scenario.fleetOf();
        fleet.tell(new Command.Hello(
                "agent-a",
                Samples.hello("a", 1)
                        .setFingerprint(Fingerprint.newBuilder().addAllObjects(List.of(objects)))
                        .build()));
        return fleet;
    }

    private static CatalogObject object(String path, String hash, String definition) {
        return CatalogObject.newBuilder()
                .setPath(path)
                .setHash(ByteString.fromHex(hash))
                .setDefinition(definition)
                .build();
    }

    private static Drift drift(String path, String difference, String recorded, String live) {
        return Drift.newBuilder()
                .setNode("a")
                .setObject(path)
                .setDifference(difference)
                .setRecorded(recorded)
                .setLive(live)
                .build();
    }
}
