package dev.lockstep.agent.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.engine.SqlFailure;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "1205, HY000, RETRYABLE",
        "1213, 40001, RETRYABLE",
        "3572, HY000, RETRYABLE",
        "1020, HY000, RETRYABLE",
        "1799, HY000, RETRYABLE",
        "0, 08S01, UNKNOWN",
        "0, 08003, UNKNOWN",
        "1927, 70100, UNKNOWN",
        "2013, HY000, UNKNOWN",
        "1053, 08S01, UNKNOWN",
        "1317, 70100, UNKNOWN",
        "1064, 42000, REFUSED",
        "1062, 23000, REFUSED",
        "1846, 0A000, REFUSED"
    })
    void tellsWhatAnErrorMeans(int number, String state, SqlFailure.Kind kind) {
        SqlFailure failure = MySqlFailures.classify(new SQLException("said", state, number));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).isEqualTo("said");
        assertThat(failure.sqlState()).isEqualTo(number == 0 ? state : Integer.toString(number));
    }

    @Test
    void anExceptionWithoutAnythingIsARefusalThatSaysSo() {
        SqlFailure failure = MySqlFailures.classify(new SQLException());

        assertThat(failure.kind()).isEqualTo(SqlFailure.Kind.REFUSED);
        assertThat(failure.message()).contains("SQLException");
    }

    @Test
    void waitsForLocksInWholeSeconds() {
        assertThat(Sessions.lockWaitSeconds(1)).isEqualTo(1);
        assertThat(Sessions.lockWaitSeconds(1001)).isEqualTo(2);
        assertThat(Sessions.lockWaitSeconds(3000)).isEqualTo(3);
        assertThat(Sessions.lockWaitSeconds(0)).isEqualTo(31_536_000);
    }
}
