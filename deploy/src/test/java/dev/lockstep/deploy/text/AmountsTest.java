package dev.lockstep.deploy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"0,0 ms", "999,999 ms", "1000,1.0 s", "59900,59.9 s", "60000,1 min 0 s", "3720000,1 h 2 min"})
    void durations(long millis, String text) {
        assertThat(Amounts.duration(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1000,1.0 kB", "35200000,35.2 MB", "2000000000000,2.0 TB"})
    void sizes(long bytes, String text) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void nothingIsADash() {
        assertThat(Amounts.shortHash("")).isEqualTo("-");
        assertThat(Amounts.orDash("")).isEqualTo("-");
        assertThat(Amounts.time(0, ZoneOffset.UTC)).isEmpty();
    }
}
