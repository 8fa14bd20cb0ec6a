package dev.lockstep.deploy.demo;

import dev.lockstep.deploy.text.Amounts;
import dev.lockstep.deploy.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The demo's report in words. */
public final class DemoText {

    private DemoText() {}

    public static List<String> of(DemoReport report) {
        List<String> lines = new ArrayList<>();
        TextTable nodes = new TextTable("NODE", "ENGINE", "EPOCH", "PHASE", "FINGERPRINT");
        report.nodes()
                .forEach(node -> nodes.add(
                        node.name(),
                        node.engine() + " " + node.version(),
                        Long.toString(node.epoch()),
                        node.phase(),
                        Amounts.shortHash(node.fingerprint())));
        lines.addAll(nodes.lines());
        lines.add("");
        for (DemoReport.Epoch epoch : report.epochs()) {
            lines.add("epoch " + epoch.number() + " " + epoch.state() + ": "
                    + String.join(
                            ", ",
                            epoch.phases().stream()
                                    .map(phase ->
                                            phase.phase() + " " + String.format(Locale.ROOT, "%.1f s", phase.seconds()))
                                    .toList()));
        }
        DemoReport.Load load = report.load();
        lines.add("load: " + Amounts.count(load.statements()) + " statements, " + load.failed() + " failed; p99 "
                + String.format(
                        Locale.ROOT, "%.1f ms before, %.1f ms during", load.p99MillisBefore(), load.p99MillisDuring()));
        lines.add("audit: " + Amounts.count(report.audit().entries()) + " entries, "
                + (report.audit().intact() ? "intact" : "not intact"));
        lines.add(report.drift().isEmpty() ? "drift: none" : "drift: " + report.drift());
        lines.add(report.holds() ? "the promise held" : "the promise did NOT hold");
        return lines;
    }
}
