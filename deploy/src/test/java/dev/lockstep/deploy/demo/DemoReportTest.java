package dev.lockstep.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {

    private static DemoReport.Node node(String name, String engine, String fingerprint) {
        return new DemoReport.Node(name, engine, "16", 2, "CONTRACT", fingerprint);
    }

    private static DemoReport report(List<DemoReport.Node> nodes, long failed, boolean intact) {
        return new DemoReport(
                nodes,
                List.of(new DemoReport.Epoch(1, "COMPLETED", List.of(new DemoReport.Phase("EXPAND", 0.25)))),
                new DemoReport.Load(1_000, failed, 2.5, 3.75),
                new DemoReport.Audit(40, intact),
                List.of());
    }

    private static final List<DemoReport.Node> ALIKE = List.of(
            node("shard-1", "postgres", "aa"), node("shard-2", "postgres", "aa"), node("shard-4", "mariadb", "bb"));

    @Test
    void holdsWhenNothingFailedAndTheNodesOfAnEngineAreAlike() {
        assertThat(report(ALIKE, 0, true).holds()).isTrue();
    }

    @Test
    void doesNotHoldWhenAStatementFailed() {
        assertThat(report(ALIKE, 1, true).holds()).isFalse();
    }

    @Test
    void doesNotHoldWhenTheChainIsBroken() {
        assertThat(report(ALIKE, 0, false).holds()).isFalse();
    }

    @Test
    void doesNotHoldWhenNodesOfAnEngineDiffer() {
        List<DemoReport.Node> differing = List.of(node("shard-1", "postgres", "aa"), node("shard-2", "postgres", "ab"));

        assertThat(report(differing, 0, true).holds()).isFalse();
        assertThat(report(List.of(node("shard-1", "postgres", "")), 0, true).holds())
                .isFalse();
    }

    @Test
    void jsonHasExactlyThePromisedShape() {
        String json = new Gson().toJson(report(List.of(node("shard-1", "postgres", "aa")), 0, true));

        assertThat(json)
                .isEqualTo("{\"nodes\":[{\"name\":\"shard-1\",\"engine\":\"postgres\",\"version\":\"16\",\"epoch\":2,"
                        + "\"phase\":\"CONTRACT\",\"fingerprint\":\"aa\"}],"
                        + "\"epochs\":[{\"number\":1,\"state\":\"COMPLETED\",\"phases\":[{\"phase\":\"EXPAND\","
                        + "\"seconds\":0.25}]}],"
                        + "\"load\":{\"statements\":1000,\"failed\":0,\"p99MillisBefore\":2.5,\"p99MillisDuring\":3.75},"
                        + "\"audit\":{\"entries\":40,\"intact\":true},\"drift\":[]}");
    }

    @Test
    void textEndsWithTheVerdict() {
        assertThat(DemoText.of(report(ALIKE, 0, true)))
                .contains("load: 1,000 statements, 0 failed; p99 2.5 ms before, 3.8 ms during")
                .endsWith("the promise held");
        assertThat(DemoText.of(report(ALIKE, 3, true))).endsWith("the promise did NOT hold");
    }
}
