package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawIndexWorkTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE INDEX CONCURRENTLY i ON orders (a) | public.i",
                "create unique index concurrently if not exists i on only shop.orders using btree (a) | shop.i",
                "CREATE INDEX CONCURRENTLY \"An Index\" ON \"The Shop\".orders (a) | \"The Shop\".\"An Index\"",
                "DROP INDEX CONCURRENTLY i | public.i",
                "drop index concurrently if exists shop.\"An Index\" restrict | shop.\"An Index\"",
            })
    void anIndexIsKnownByItsNameAndTheSchemaOfItsTable(String sql, String index) {
        assertThat(RawIndexWork.of(sql)).contains(new RawIndexWork(index));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY ON orders (a)",
                "CREATE INDEX i ON orders (a)",
                "DROP INDEX i",
                "DROP INDEX CONCURRENTLY",
                "DROP TABLE t",
                "CREATE",
                "CREATE INDEX CONCURRENTLY",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
            })
    void otherStatementsLeaveNothingThatIsKnown(String sql) {
        assertThat(RawIndexWork.of(sql)).isEmpty();
    }

    @Test
    void onlyHalfAnIndexGoesAndNobodyWaitsLong() {
        assertThat(new RawIndexWork("public.i").cleanup(100))
                .containsExactly(
                        "SET lock_timeout = 100",
                        "DO $lockstep$ BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = to_regclass('public.i') AND NOT indisvalid) THEN DROP INDEX public.i; END IF; END $lockstep$",
                        "SET lock_timeout = 0");
    }
}
