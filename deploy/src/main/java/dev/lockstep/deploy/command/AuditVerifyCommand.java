package dev.lockstep.deploy.command;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.text.Amounts;
import dev.lockstep.v1.AuditReport;
import picocli.CommandLine.Command;

@Command(
        name = "verify",
        description = {
            "Re-read the journal, and prove its chain and signatures. Exit code 1 when an entry is wrong.",
            "Keep the head somewhere else, and nobody can replace the history unseen."
        },
        footer = {"", "Example:", "  lockstep audit verify --json"})
final class AuditVerifyCommand extends FleetCommand {

    AuditVerifyCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(CoordinatorClient client) {
        AuditReport report = client.verifyAudit(fleet(client));
        if (json()) {
            console().out().println(Json.of(report));
        } else if (report.getIntact()) {
            console()
                    .out()
                    .println("intact: " + Amounts.count(report.getEntries()) + " entries, head " + report.getHead()
                            + ", " + report.getSkipped() + " skipped");
        } else {
            console()
                    .out()
                    .println("not intact: entry " + report.getFirstWrongEntry() + " of " + report.getEntries() + ": "
                            + report.getFinding());
        }
        return report.getIntact() ? ExitCode.YES : ExitCode.NO;
    }
}
