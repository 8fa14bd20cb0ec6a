package dev.lockstep.change.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawStatementsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "create unique index concurrently if not exists i on t (a)",
                "CREATE INDEX /* x */ CONCURRENTLY i ON t (a)",
                "DROP INDEX CONCURRENTLY i",
                "REINDEX INDEX CONCURRENTLY i",
                "REINDEX (CONCURRENTLY) TABLE t",
                "REINDEX DATABASE d",
                "REINDEX SCHEMA s",
                "ALTER TABLE p DETACH PARTITION q CONCURRENTLY",
                "VACUUM",
                "VACUUM (ANALYZE) t",
                "CREATE DATABASE d",
                "DROP DATABASE d",
                "CREATE TABLESPACE s LOCATION '/x'",
                "ALTER DATABASE d SET TABLESPACE s",
                "ALTER SYSTEM SET a = 1",
                "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p"
            })
    void someStatementsRunOnlyAloneOnPostgres(String sql) {
        assertThat(RawStatements.canShareTransaction(sql, SqlDialect.POSTGRES)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t (a)",
                "CREATE INDEX \"concurrently\" ON t (a)",
                "CREATE INDEX i ON t (a) -- CONCURRENTLY",
                "COMMENT ON TABLE t IS 'VACUUM CONCURRENTLY'",
                "REINDEX INDEX i",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "ALTER TABLE p DETACH PARTITION q",
                "ALTER DATABASE d SET work_mem = '1GB'",
                "ANALYZE t",
                "DO $$ BEGIN EXECUTE 'VACUUM'; END $$"
            })
    void othersShareATransactionOnPostgres(String sql) {
        assertThat(RawStatements.canShareTransaction(sql, SqlDialect.POSTGRES)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE VIEW v AS SELECT 1", "UPDATE t SET a = 1"})
    void noneIsTakenToShareOneOnMysql(String sql) {
        assertThat(RawStatements.canShareTransaction(sql, SqlDialect.MYSQL)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ALTER COLUMN commit SET NOT NULL",
                "UPDATE t SET autocommit = 1",
                "SET lock_timeout = '1s'",
                "CREATE TABLE savepoint (a int)",
                "SELECT 'COMMIT'",
                "PREPARE x AS SELECT 1",
                "LOCK TABLE t IN SHARE MODE"
            })
    void wordsOfTransactionControlElsewhereAreFine(String sql) {
        assertThat(SqlText.of(sql, SqlDialect.POSTGRES).statements())
                .allSatisfy(statement ->
                        assertThat(RawStatements.transactionControl(statement)).isEmpty());
    }
}
