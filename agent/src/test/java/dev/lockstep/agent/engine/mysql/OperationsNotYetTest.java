package dev.lockstep.agent.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Views;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations that these engines do not have yet are refused by name, in PREFLIGHT. */
class OperationsNotYetTest {

    @ParameterizedTest
    @EnumSource(
            names = {
                "DROP_NOT_NULL",
                "SET_DEFAULT",
                "DROP_DEFAULT",
                "ADD_CHECK",
                "ADD_FOREIGN_KEY",
                "ADD_UNIQUE",
                "DROP_CONSTRAINT",
                "RENAME_CONSTRAINT",
                "RENAME_INDEX",
                "SET_COMMENT",
                "DROP_TABLE",
                "ADD_PRIMARY_KEY",
                "ADD_ENUM_VALUE",
                "SET_REPLICA_IDENTITY",
                "RENAME_COLUMN",
                "CHANGE_TYPE",
                "WIDEN_KEY",
                "REPLACE_PRIMARY_KEY",
                "RENAME_TABLE",
                "BACKFILL",
                "CREATE_PARTITION",
                "ATTACH_PARTITION",
                "DETACH_PARTITION",
                "DROP_PARTITION"
            })
    void areRefusedByName(Operation.KindCase kind) {
        var field = Operation.getDescriptor().findFieldByNumber(kind.getNumber());
        Operation.Builder operation = Operation.newBuilder().setLine(4);
        Change change = Change.newBuilder()
                .addOperations(operation.setField(field, operation.getField(field)))
                .build();
        MySqlServer server = MySqlServer.of("8.0.33");
        SchemaFacts facts = new SchemaFacts("shop", "utf8mb4_0900_ai_ci", Map.of(), Set.of(), List.of());

        Recipe recipe = new ChangePlanner(server, new ColumnTypes(server, change)).plan(change, facts, Naming.LIVE);

        assertThat(recipe.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo("operation-not-yet");
            assertThat(finding.getLine()).isEqualTo(4);
            assertThat(finding.getMessage())
                    .isEqualTo(
                            "expected an operation that Lockstep can do on MySQL and MariaDB, found " + field.getName()
                                    + ", which is not yet supported there; use a raw step (`sql`) with `done_when`");
        });
    }

    @Test
    void viewsOfVersionsAreRefusedWithTheReason() {
        Change change = Change.newBuilder()
                .setViews(Views.newBuilder().setAfter("shop_v2"))
                .build();
        MySqlServer server = MySqlServer.of("8.0.33");
        SchemaFacts facts = new SchemaFacts("shop", "utf8mb4_0900_ai_ci", Map.of(), Set.of(), List.of());

        Recipe recipe = new ChangePlanner(server, new ColumnTypes(server, change)).plan(change, facts, Naming.LIVE);

        assertThat(recipe.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.getCode()).isEqualTo("views-not-here");
            assertThat(finding.getMessage()).contains("a schema of views is a database of its own there");
        });
    }
}
