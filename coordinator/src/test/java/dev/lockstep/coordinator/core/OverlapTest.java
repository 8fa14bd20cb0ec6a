package dev.lockstep.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.coordinator.core.Decision.Kind;
import dev.lockstep.v1.AddForeignKey;
import dev.lockstep.v1.AttachPartition;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.CreatePartition;
import dev.lockstep.v1.DetachPartition;
import dev.lockstep.v1.DropPartition;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.RenameTable;
import dev.lockstep.v1.ReplacePrimaryKey;
import dev.lockstep.v1.Views;
import dev.lockstep.v1.WidenKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which epochs may be open together, and in which order they start. */
class OverlapTest {
    @Test
    void twoThatTouchDisjointTablesAreOpenAtOnceAndBothComplete() {
        Scenario fleet = Scenario.fleetOf("a", "b");
        fleet.openOn("first", "orders");
        fleet.openOn("second", "customers");

        assertThat(fleet.state().openEpochs()).extracting(Epoch::stage).containsExactly(Stage.FORWARD, Stage.FORWARD);

        fleet.at(2).completed().at(1).completed();
        assertThat(fleet.state().epochs().values()).extracting(Epoch::stage).containsOnly(Stage.COMPLETED);
    }

    @Test
    void twoThatTouchTheSameTableRunOneAfterTheOther() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "orders");
        long directives = fleet.state().directives();

        fleet.openOn("second", "public.Orders", "customers");

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.WAITING);
        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly("epoch 1 (first) to end: both touch orders");
        assertThat(fleet.state().directives()).as("nobody is told to plan").isEqualTo(directives);

        fleet.at(1).completed();
        assertThat(fleet.at(2).epoch().stage()).isEqualTo(Stage.FORWARD);
        assertThat(fleet.lastDirective().getOrder().hasPrepare()).isTrue();
        assertThat(fleet.completed().epoch().stage()).isEqualTo(Stage.COMPLETED);
    }

    @Test
    void viewsOfVersionsShowAllTablesSoNothingRunsBesideThem() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "customers");
        Change renamed = Change.newBuilder()
                .setName("second")
                .setFleet(Samples.FLEET)
                .setViews(Views.newBuilder().setAfter("shop_v2"))
                .addOperations(Operation.newBuilder()
                        .setRenameTable(
                                RenameTable.newBuilder().setTable("orders").setTo("purchases")))
                .build();

        fleet.tell(Samples.open(renamed, "ann"));

        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly("epoch 1 (first) to end: the views of a version stand over every table");
    }

    @Test
    void aPartitionTouchesItsTableAndItself() {
        Operation.Builder created = Operation.newBuilder()
                .setCreatePartition(CreatePartition.newBuilder()
                        .setTable("orders")
                        .setPartition("orders_2027")
                        .setValues("DEFAULT"));
        Operation.Builder attached = Operation.newBuilder()
                .setAttachPartition(AttachPartition.newBuilder()
                        .setTable("orders")
                        .setPartition("orders_2027")
                        .setValues("DEFAULT"));
        for (Operation.Builder partition : List.of(created, attached)) {
            waitsForTheTableAndThePartition(partition);
        }
    }

    private static void waitsForTheTableAndThePartition(Operation.Builder partition) {
        for (String shared : List.of("orders", "orders_2027")) {
            Scenario fleet = Scenario.fleetOf("a");
            fleet.openOn("first", shared);
            Change second = Change.newBuilder()
                    .setName("second")
                    .setFleet(Samples.FLEET)
                    .addOperations(partition)
                    .build();

            fleet.tell(Samples.open(second, "ann"));

            assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                    .containsExactly("epoch 1 (first) to end: both touch " + shared);
        }
    }

    @Test
    void aForeignKeyTouchesTheTableThatItRefersTo() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "customers");
        Change key = Change.newBuilder()
                .setName("second")
                .setFleet(Samples.FLEET)
                .addOperations(Operation.newBuilder()
                        .setAddForeignKey(AddForeignKey.newBuilder()
                                .setTable("orders")
                                .setName("orders_customer_fk")
                                .setReferences("public.customers")))
                .build();

        fleet.tell(Samples.open(key, "ann"));

        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly("epoch 1 (first) to end: both touch customers");
    }

    @Test
    void aKeyThatChangesMayTouchEveryTableBecauseOnlyTheNodesKnowWhichReferToIt() {
        String why = "a key that is widened or replaced touches every table that refers to it";
        assertTouchesAnything(
                Operation.newBuilder().setWidenKey(WidenKey.newBuilder().setTable("orders")), why);
        assertTouchesAnything(
                Operation.newBuilder()
                        .setReplacePrimaryKey(ReplacePrimaryKey.newBuilder().setTable("orders")),
                why);
    }

    @Test
    void aPartitionThatLeavesMayTouchEveryTableBecauseOnlyTheNodesKnowWhichReferToIt() {
        String why = "a partition that leaves touches every table that refers to its own";
        assertTouchesAnything(
                Operation.newBuilder()
                        .setDetachPartition(
                                DetachPartition.newBuilder().setTable("orders").setPartition("orders_1")),
                why);
        assertTouchesAnything(
                Operation.newBuilder()
                        .setDropPartition(
                                DropPartition.newBuilder().setTable("orders").setPartition("orders_1")),
                why);
    }

    private static void assertTouchesAnything(Operation.Builder operation, String why) {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "lines");
        Change key = Change.newBuilder()
                .setName("second")
                .setFleet(Samples.FLEET)
                .addOperations(operation)
                .build();

        fleet.tell(Samples.open(key, "ann"));

        assertThat(WaitsFor.of(fleet.state(), fleet.epoch())).containsExactly("epoch 1 (first) to end: " + why);
    }

    @Test
    void aTableThatIsRenamedTouchesBothNames() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "purchases");
        Change rename = Change.newBuilder()
                .setName("second")
                .setFleet(Samples.FLEET)
                .addOperations(Operation.newBuilder()
                        .setRenameTable(
                                RenameTable.newBuilder().setTable("shop.orders").setTo("Purchases")))
                .build();

        fleet.tell(Samples.open(rename, "ann"));

        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly("epoch 1 (first) to end: both touch purchases");
    }

    @Test
    void aRawStepMayTouchAnything() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "orders");

        fleet.openOn("second", "*");

        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly("epoch 1 (first) to end: a raw sql step may touch anything");
    }

    @Test
    void epochsStartInTheOrderOfTheirNumbers() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "orders");
        fleet.openOn("second", "orders");
        fleet.openOn("third", "customers");

        assertThat(WaitsFor.of(fleet.state(), fleet.epoch()))
                .containsExactly("epoch 2 (second) to start: epochs start in the order of their numbers");

        fleet.at(1).completed();
        assertThat(fleet.state().openEpochs()).extracting(Epoch::stage).containsExactly(Stage.FORWARD, Stage.FORWARD);
    }

    @Test
    void anEpochThatWaitsCanBeRolledBackAndNotPaused() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "orders");
        fleet.openOn("second", "orders");

        UserDecisionsTest.assertRejected(
                fleet.tell(new Command.Pause(2, "eve", "")),
                Kind.WRONG_STATE,
                "expected epoch 2 to have started, but it is waiting to start",
                "roll it back if it must not start");
        long directives = fleet.state().directives();
        fleet.rollback();

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
        assertThat(fleet.state().directives()).as("no node has heard of it").isEqualTo(directives);
    }

    @Test
    void twoOpenEpochsAreHaltedEachForItself() {
        Scenario fleet = Scenario.fleetOf("a");
        fleet.openOn("first", "orders");
        fleet.openOn("second", "customers");
        fleet.at(1).planned(List.of(Phase.EXPAND)).rollback().everyNodeIsHalted();

        assertThat(fleet.epoch().stage()).isEqualTo(Stage.ROLLED_BACK);
        assertThat(fleet.at(2).completed().epoch().stage()).isEqualTo(Stage.COMPLETED);
    }
}
