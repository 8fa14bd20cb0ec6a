package dev.lockstep.integration.scorecard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorecardTest {
    @TempDir
    Path folder;

    @Test
    void aMissIsShownAsAMissWithWhatItIsOf() throws IOException {
        List<Row> rows = rowsOf(
                "crash points on postgres",
                "{\"engine\":\"postgres\",\"points\":900,\"pairs\":40,\"lost\":0,\"doubled\":1,\"stuck\":0,\"byHand\":0,"
                        + "\"controls\":[{\"variant\":\"ledger first\",\"lost\":3,\"doubled\":0},"
                        + "{\"variant\":\"DDL first\",\"lost\":0,\"doubled\":0}]}");

        assertThat(page(rows))
                .contains("| crash points on postgres: lost, doubled, stuck, repaired by hand | 0 / 0 / 0 / 0 |"
                        + " 0 / 1 / 0 / 0 | 900 points, 40 pairs | **missed** |")
                .contains("| crash points on postgres: wrong orders that show it | all | 1 | 2 variants | **missed** |")
                .contains("met: 0, missed: 3, not run: 0");
    }

    @Test
    void aTargetThatIsReachedIsMet() throws IOException {
        List<Row> rows = rowsOf(
                "barrier",
                "{\"floor\":{\"p50Millis\":5,\"p99Millis\":10},\"runs\":[{\"agents\":10,\"lastP99Millis\":20},"
                        + "{\"agents\":1000,\"lastP99Millis\":50,\"bytesPerAgent\":2000}],\"replayEventsPerSecond\":9}");

        assertThat(rows.subList(0, 2)).extracting(Row::verdict).containsOnly(Row.Verdict.MET);
        assertThat(rows.subList(0, 2)).extracting(Row::measured).containsExactly("5.0", "2.5");
    }

    @Test
    void aSampleIsNotAllOfIt() throws IOException {
        List<Row> rows = rowsOf(
                "every step",
                "{\"scenarios\":90,\"runs\":150,\"points\":700,\"lost\":0,\"doubled\":0,\"stuck\":0,\"byHand\":0,"
                        + "\"wrong\":0,\"controls\":[{\"control\":\"a step doubles a row\",\"seen\":true}]}");

        assertThat(rows).extracting(Row::verdict).containsExactly(Row.Verdict.MET, Row.Verdict.MISSED, Row.Verdict.MET);
    }

    @Test
    void tooFewRoundsAreAMissThoughNothingWasWrong() throws IOException {
        String answer = "{\"leaders\":20,\"leaderP50Millis\":5000,\"leaderP99Millis\":%d,\"leaderBoundMillis\":8000,"
                + "\"stoppedAgents\":%d,\"staleEffects\":%d,\"servers\":30,\"violations\":[]}";

        assertThat(rowsOf("killed leaders", answer.formatted(8_000, 20, 0))
                        .get(0)
                        .verdict())
                .isEqualTo(Row.Verdict.MET);
        assertThat(rowsOf("killed leaders", answer.formatted(8_001, 20, 0))
                        .get(0)
                        .verdict())
                .isEqualTo(Row.Verdict.MISSED);
        assertThat(rowsOf("stopped agents", answer.formatted(8_000, 20, 0))
                        .get(0)
                        .verdict())
                .isEqualTo(Row.Verdict.MET);
        assertThat(rowsOf("stopped agents", answer.formatted(8_000, 19, 0))
                        .get(0)
                        .verdict())
                .isEqualTo(Row.Verdict.MISSED);
        assertThat(rowsOf("killed servers", answer.formatted(8_000, 20, 0))
                        .get(0)
                        .verdict())
                .isEqualTo(Row.Verdict.MET);
        assertThat(rowsOf("killed servers", answer.formatted(8_000, 20, 0).replace("[]", "[\"torn\"]"))
                        .get(0)
                        .verdict())
                .isEqualTo(Row.Verdict.MISSED);
    }

    @Test
    void whatIsForgedCountsOnlyInFullAndWithItsControls() throws IOException {
        String answer = "{\"forged\":%d,\"tricks\":24,\"accepted\":%d,\"same\":9,\"lost\":%d,\"findings\":[],"
                + "\"controls\":{\"unchecked\":%d}}";

        assertThat(rowsOf("forged envelopes", answer.formatted(100_000, 0, 0, 1)))
                .extracting(Row::verdict)
                .containsOnly(Row.Verdict.MET);
        for (String miss : List.of(
                answer.formatted(99_999, 0, 0, 1),
                answer.formatted(100_000, 1, 0, 1),
                answer.formatted(100_000, 0, 1, 1))) {
            assertThat(rowsOf("forged envelopes", miss))
                    .extracting(Row::verdict)
                    .containsExactly(Row.Verdict.MISSED, Row.Verdict.MET);
        }
        assertThat(rowsOf("forged envelopes", answer.formatted(100_000, 0, 0, 0)))
                .extracting(Row::verdict)
                .containsExactly(Row.Verdict.MET, Row.Verdict.MISSED);
    }

    @ParameterizedTest
    @CsvSource({"hostile change files, files", "hostile requests, requests"})
    void hostileTextsCountOnlyInFull(String section, String counted) throws IOException {
        String answer = "{\"" + counted
                + "\":%d,\"tricks\":37,\"wrong\":%d,\"taken\":9,\"findings\":[],\"controls\":{\"a\":1}}";

        assertThat(rowsOf(section, answer.formatted(5_000, 0)))
                .extracting(Row::verdict)
                .containsOnly(Row.Verdict.MET);
        assertThat(rowsOf(section, answer.formatted(4_999, 0)).get(0).verdict()).isEqualTo(Row.Verdict.MISSED);
        assertThat(rowsOf(section, answer.formatted(5_000, 1)).get(0).verdict()).isEqualTo(Row.Verdict.MISSED);
    }

    @Test
    void aPartThatGaveNoAnswerIsShownWithEachOfItsFigures() throws IOException {
        Files.writeString(log(), "starting\nexpected namespaces, but this is no root\n");

        List<Row> rows = new Runner(folder).rows(part("nemesis"), "", 3, log());

        assertThat(rows).hasSize(2).allMatch(row -> row.verdict() == Row.Verdict.NOT_RUN);
        assertThat(page(rows)).contains("ended with 3: expected namespaces, but this is no root");
    }

    @Test
    void anAnswerThatLacksAFigureIsNoAnswer() throws IOException {
        assertThat(rowsOf("nemesis", "{\"faults\":3}")).allMatch(row -> row.verdict() == Row.Verdict.NOT_RUN);
    }

    @Test
    void aPartThatIsNotRunAgainStaysAsItWas() throws IOException {
        List<Section> sections = List.of(
                Section.of("first", "`first`, yesterday, 3 s", List.of(Row.of("a | b", "0", "1", "2", false))),
                Section.of("second", Elsewhere.rows()));
        Scorecard card = new Scorecard("a machine", sections);

        assertThat(Section.ofPage(card.markdown()).values()).containsExactlyElementsOf(sections);
        assertThat(card.count(Row.Verdict.MISSED)).isEqualTo(1);
        assertThat(card.count(Row.Verdict.NOT_RUN)).isEqualTo(Elsewhere.rows().size());
    }

    @Test
    void whatNobodyMeasuresStandsThere() {
        assertThat(page(Elsewhere.rows())).contains("| flaky results in repeated suites | 0 of 10 |");
    }

    private List<Row> rowsOf(String part, String answer) throws IOException {
        return new Runner(folder).rows(part(part), answer, 0, log());
    }

    private Path log() {
        return folder.resolve("log");
    }

    private static Part part(String name) {
        return Parts.all().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String page(List<Row> rows) {
        return new Scorecard("a machine", List.of(Section.of("part", rows))).markdown();
    }
}
