package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.v1.PerEngine;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @Test
    void quotesWhatNeedsItAndWhatDoesNot() {
        assertThat(Quoting.identifier("order")).isEqualTo("\"order\"");
        assertThat(Quoting.identifier("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(Quoting.literal("it's")).isEqualTo("'it''s'");
        assertThat(Quoting.literal("back\\slash'")).isEqualTo("E'back\\\\slash'''");
        assertThatThrownBy(() -> Quoting.identifier("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Quoting.literal("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsThePublicSchemaByItsAbsence() {
        assertThat(TableName.of("orders")).isEqualTo(new TableName("public", "orders"));
        assertThat(TableName.of("orders").shown()).isEqualTo("orders");
        assertThat(TableName.of("public.orders").shown()).isEqualTo("orders");
        assertThat(TableName.of("billing.lines").columnPath("id")).isEqualTo("table:billing.lines/column:id");
        assertThat(TableName.of("billing.lines").sql()).isEqualTo("\"billing\".\"lines\"");
    }

    @Test
    void boundsHelpersAndKeepsThemApart() {
        Set<String> names = new HashSet<>();
        String wide = "ß".repeat(31);
        for (TableName table : new TableName[] {
            new TableName("public", wide), new TableName("billing", wide), new TableName("public", wide + "x")
        }) {
            for (String column : new String[] {"a", "b", wide}) {
                names.add(HelperNames.fill(table, column));
                names.add(HelperNames.notNullProof(table, column));
            }
        }

        assertThat(names).hasSize(18).allSatisfy(name -> {
            assertThat(name).startsWith("lockstep_");
            assertThat(HelperNames.bytes(name)).isLessThanOrEqualTo(63);
        });
        assertThat(HelperNames.notNull(TableName.of("orders"), "region")).isEqualTo("orders_region_not_null");
        assertThat(HelperNames.bytes(HelperNames.notNull(new TableName("public", wide), wide)))
                .isLessThanOrEqualTo(63);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int | integer",
                "INT | integer",
                "double | double precision",
                "json | jsonb",
                "binary | bytea",
                "decimal(10,2) | numeric(10,2)",
                "varchar(64) | varchar(64)",
                "timestamptz | timestamptz",
                "citext | citext"
            })
    void knowsNeutralTypes(String neutral, String type) {
        assertThat(PostgresTypes.type(Samples.text(neutral))).isEqualTo(type);
    }

    @Test
    void takesItsOwnTextFirst() {
        PerEngine text =
                PerEngine.newBuilder().setAny("json").setPostgres("json").build();

        assertThat(PostgresTypes.type(text)).isEqualTo("json");
        assertThat(PostgresTypes.text(Samples.text(" 'x' "))).isEqualTo("'x'");
    }

    @Test
    void findsTheWordThatWasMeant() {
        assertThat(Nearest.hint("regoin", Set.of("region", "country"))).isEqualTo("did you mean region?");
        assertThat(Nearest.hint("anything", Set.of("region"))).isEqualTo("correct the name in the change");
    }
}
