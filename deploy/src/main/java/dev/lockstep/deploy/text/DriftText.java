package dev.lockstep.deploy.text;

import dev.lockstep.v1.DriftReport;
import java.util.ArrayList;
import java.util.List;

/** What differs between the recorded schema and the live one. */
public final class DriftText {

    private DriftText() {}

    public static List<String> of(DriftReport report) {
        List<String> lines = new ArrayList<>();
        if (report.getDriftCount() > 0) {
            TextTable table = new TextTable("NODE", "OBJECT", "DIFFERENCE", "RECORDED", "LIVE");
            report.getDriftList()
                    .forEach(drift -> table.add(
                            drift.getNode(),
                            drift.getObject(),
                            drift.getDifference(),
                            Amounts.orDash(drift.getRecorded()),
                            Amounts.orDash(drift.getLive())));
            lines.addAll(table.lines());
            lines.add("");
        }
        report.getUncheckedList().forEach(node -> lines.add(node.getNode() + ": not compared: " + node.getReason()));
        lines.add(
                report.getDriftCount() == 0
                        ? "no drift on " + nodes(report)
                        : report.getDriftCount() + (report.getDriftCount() == 1 ? " difference" : " differences")
                                + " on " + nodes(report));
        return lines;
    }

    private static String nodes(DriftReport report) {
        return report.getChecked() + (report.getChecked() == 1 ? " node" : " nodes");
    }
}
