package dev.lockstep.agent.engine.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SqlFailure;
import dev.lockstep.agent.engine.SqlFailure.Kind;
import java.io.EOFException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "55P03, RETRYABLE",
        "40P01, RETRYABLE",
        "40001, RETRYABLE",
        "57014, RETRYABLE",
        "53300, RETRYABLE",
        "08006, UNKNOWN",
        "08001, UNKNOWN",
        "57P01, UNKNOWN",
        "57P02, UNKNOWN",
        "57P03, UNKNOWN",
        "25P03, UNKNOWN",
        "40003, UNKNOWN",
        "42703, REFUSED",
        "23505, REFUSED",
        "53100, REFUSED",
        "25006, REFUSED"
    })
    void saysWhatAStateMeans(String state, Kind kind) {
        SqlFailure failure = PostgresFailures.classify(new SQLException("so it is", state));

        assertThat(failure).isEqualTo(new SqlFailure(kind, state, "so it is"));
    }

    @Test
    void doesNotTrustALostConnection() {
        SQLException lost = new SQLException("while reading", "99999", new IllegalStateException(new EOFException()));

        assertThat(PostgresFailures.classify(lost).kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(PostgresFailures.classify(new SQLException()).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void triesAgainWhenTwoSessionsChangedOneCatalogRow() {
        assertThat(PostgresFailures.classify(new SQLException("ERROR: tuple concurrently updated", "XX000"))
                        .kind())
                .isEqualTo(Kind.RETRYABLE);
        assertThat(PostgresFailures.classify(new SQLException("ERROR: cache lookup failed", "XX000"))
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }
}
