package dev.lockstep.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.agent.execute.NodeStanding;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.NodeHello;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.ReportStamp;
import org.junit.jupiter.api.Test;

class NodeReportsTest {
    private final NodeStanding standing = new NodeStanding();
    private final NodeReports reports = new NodeReports("orders", "shard-1", standing);

    @Test
    void aHelloThatAReportHasOvertakenIsAskedForAgain() {
        reports.hello(withLog(3));
        reportOf(5);
        standing.takeHelloWish();

        reports.hello(withLog(4));

        assertThat(reports.due(10)).noneMatch(AgentMessage::hasNodeHello);
        assertThat(standing.takeHelloWish()).isTrue();
        reports.hello(withLog(5));
        assertThat(reports.due(20)).anyMatch(AgentMessage::hasNodeHello);
    }

    @Test
    void anOlderLedgerIsToldAllTheSame() {
        reports.hello(withLog(3));
        reportOf(5);

        reports.hello(withLog(2));
        reports.hello(withLog(2));

        assertThat(reports.due(10)).anyMatch(message -> message.getNodeHello().getLogNumber() == 2);
    }

    private void reportOf(long log) {
        reports.outcome(Report.newBuilder()
                .setEpoch(1)
                .setStamp(ReportStamp.newBuilder()
                        .setNode("shard-1")
                        .setMandate(2)
                        .setLogNumber(log))
                .build());
        assertThat(reports.due(0)).anyMatch(AgentMessage::hasReport);
    }

    private static NodeHello withLog(long number) {
        return NodeHello.newBuilder().setNode("shard-1").setLogNumber(number).build();
    }
}
