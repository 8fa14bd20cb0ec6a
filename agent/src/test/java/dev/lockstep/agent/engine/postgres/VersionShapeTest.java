package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.AddColumn;
import dev.lockstep.v1.ChangeType;
import dev.lockstep.v1.ColumnSpec;
import dev.lockstep.v1.CreateTable;
import dev.lockstep.v1.DropColumn;
import dev.lockstep.v1.DropTable;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.RenameColumn;
import dev.lockstep.v1.RenameTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the new version's views show while the tables still have the old names. */
class VersionShapeTest {

    private static final StandIn STAND_IN = new StandIn(
            List.of("id", "country", "note"),
            List.of(new Grant("ann", "SELECT", "", false), new Grant("bob", "UPDATE", "note", true)),
            List.of("cid"),
            false,
            false,
            "owner",
            List.of());

    @Test
    void aRenamedColumnIsTheOneColumnUnderItsNewName() {
        assertThat(after(Operation.newBuilder()
                        .setRenameColumn(RenameColumn.newBuilder()
                                .setTable("orders")
                                .setColumn("note")
                                .setTo("remark"))))
                .containsExactly("orders: id, country, note as remark");
    }

    @Test
    void aNewTypeIsTheColumnBesideUnderTheNameThatItWillHave() {
        ChangeType.Builder change =
                ChangeType.newBuilder().setTable("public.orders").setColumn("note");
        assertThat(after(Operation.newBuilder().setChangeType(change)))
                .containsExactly("orders: id, country, " + HelperNames.column(Samples.ORDERS, "note") + " as note");
        assertThat(after(Operation.newBuilder().setChangeType(change.setTo("number"))))
                .containsExactly("orders: id, country, number");
    }

    @Test
    void columnsAndTablesComeAndGo() {
        assertThat(after(
                        Operation.newBuilder()
                                .setAddColumn(AddColumn.newBuilder()
                                        .setTable("orders")
                                        .setColumn("region")),
                        Operation.newBuilder()
                                .setDropColumn(DropColumn.newBuilder()
                                        .setTable("orders")
                                        .setColumn("country")),
                        Operation.newBuilder()
                                .setCreateTable(CreateTable.newBuilder()
                                        .setTable("lines")
                                        .addColumns(ColumnSpec.newBuilder().setName("number"))),
                        Operation.newBuilder()
                                .setRenameTable(RenameTable.newBuilder()
                                        .setTable("orders")
                                        .setTo("purchases"))))
                .containsExactly("lines: number", "purchases: id, note, region");
        assertThat(after(Operation.newBuilder()
                        .setDropTable(DropTable.newBuilder().setTable("orders"))))
                .isEmpty();
    }

    @Test
    void rightsOnAColumnAreRightsOnItsNewNameAndTheOwnerMayCreateForThatMomentOnly() {
        VersionShape shape = shapes(List.of(Operation.newBuilder()
                        .setRenameColumn(RenameColumn.newBuilder()
                                .setTable("orders")
                                .setColumn("note")
                                .setTo("remark"))
                        .build()))
                .get("orders");

        assertThat(new VersionView("v2", shape, STAND_IN, new PostgresVersion(140_000)).make(Samples.LIVE))
                .containsExactly(
                        "CREATE VIEW \"v2\".\"orders\" AS SELECT \"id\", \"country\", \"note\" AS \"remark\" FROM \"public\".\"orders\"",
                        "REVOKE ALL ON \"v2\".\"orders\" FROM \"cid\"",
                        "GRANT SELECT ON \"v2\".\"orders\" TO \"ann\"",
                        "GRANT UPDATE (\"remark\") ON \"v2\".\"orders\" TO \"bob\" WITH GRANT OPTION",
                        "GRANT CREATE ON SCHEMA \"v2\" TO \"owner\"",
                        "ALTER VIEW \"v2\".\"orders\" OWNER TO \"owner\"",
                        "REVOKE CREATE ON SCHEMA \"v2\" FROM \"owner\"");
    }

    private static List<String> after(Operation.Builder... operations) {
        List<Operation> built =
                List.of(operations).stream().map(Operation.Builder::build).toList();
        return shapes(built).values().stream().map(VersionShapeTest::text).toList();
    }

    private static Map<String, VersionShape> shapes(List<Operation> operations) {
        TableFacts orders = Samples.orders(List.of());
        TableTraits traits = new TableTraits("", "DEFAULT", List.of(), List.of(), Partitioning.NONE, STAND_IN);
        return VersionShape.after(operations, Map.of("orders", orders.with(traits)));
    }

    private static String text(VersionShape shape) {
        return shape.name() + ": "
                + shape.columns().stream()
                        .map(shown ->
                                shown.column() + (shown.name().equals(shown.column()) ? "" : " as " + shown.name()))
                        .collect(Collectors.joining(", "));
    }
}
