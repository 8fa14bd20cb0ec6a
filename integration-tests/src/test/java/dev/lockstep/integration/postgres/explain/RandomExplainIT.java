package dev.lockstep.integration.postgres.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.integration.servers.TestServers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of statements that nobody wrote, about schemas that nobody wrote, against a server.
 *
 * <p>More of them with {@code -Dlockstep.explain.seeds=1000-1200}, on other servers as {@link ExplainIT} has them.
 */
class RandomExplainIT {
    private static final int OF_EACH = 120;

    /** Of several reasons to refuse a statement, the server names the first that it meets, and which one that is, is not always known. */
    private static final Pattern OTHER_REASON = Pattern.compile("5 other refusal: .*");

    /** What is known to be said wrongly, each with the reason why it stays so. */
    private static final List<Pattern> KNOWN = List.of(
            // whether a table that is published tells its rows apart, when rows change
            Pattern.compile("4 refused 55000, said taken \\| dml.*"));

    static Stream<String> servers() {
        return ExplainIT.servers();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void saysWhatTheServerDoesToStatementsThatNobodyWrote(String version) throws SQLException {
        String[] seeds = System.getProperty("lockstep.explain.seeds", "1-6").split("-");
        RandomComparison comparison =
                new RandomComparison(version.equals("suite") ? TestServers.postgres() : TestServers.postgres(version));

        for (long seed = Long.parseLong(seeds[0]); seed <= Long.parseLong(seeds[seeds.length - 1]); seed++) {
            comparison.run(seed, OF_EACH);
        }

        List<String> wrong = new ArrayList<>();
        for (Mismatch each : comparison.mismatches()) {
            boolean known = OTHER_REASON.matcher(each.kind()).matches()
                    || KNOWN.stream().anyMatch(one -> one.matcher(each.kind()).matches());
            if (!known) {
                wrong.add(each.kind() + "\n    " + each.text());
            }
        }
        assertThat(wrong).as(comparison.summary()).isEmpty();
        assertThat(comparison.statements()).isPositive();
    }
}
