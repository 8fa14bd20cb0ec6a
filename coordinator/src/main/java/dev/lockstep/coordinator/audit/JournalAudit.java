package dev.lockstep.coordinator.audit;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.coordinator.core.Evolution;
import dev.lockstep.coordinator.core.FleetState;
import dev.lockstep.coordinator.core.ReplayDisagreesException;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.coordinator.journal.JournalReader;
import dev.lockstep.coordinator.journal.Verdict;
import dev.lockstep.v1.AuditReport;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a journal from its first entry on, as if for the first time, and proves number, hash and signature of each entry; replays it as well, so that
 * checkpoints are proved too.
 */
public final class JournalAudit implements JournalReader {
    private final CompletableFuture<AuditReport> report = new CompletableFuture<>();
    private FleetState replayed;
    private ByteString head = ByteString.EMPTY;
    private long entries;
    private long skipped;

    private JournalAudit(String fleet) {
        this.replayed = FleetState.empty(fleet);
    }

    /**
     * Audits what stands in the journal now.
     *
     * @param journal a handle of its own; closed at the end
     */
    public static CompletableFuture<AuditReport> run(Journal journal) {
        JournalAudit audit = new JournalAudit(journal.fleet());
        journal.follow(audit);
        return audit.report.whenCompleteAsync((done, failure) -> journal.close());
    }

    @Override
    public void onVerdict(Verdict verdict) {
        if (verdict instanceof Verdict.Counted counted) {
            entries++;
            head = counted.entry().hash();
            replay(counted);
        } else if (verdict instanceof Verdict.Skipped) {
            skipped++;
        } else if (verdict instanceof Verdict.Damaged damaged) {
            finish(damaged.entryNumber(), damaged.reason());
        }
    }

    private void replay(Verdict.Counted counted) {
        try {
            replayed = Evolution.apply(replayed, counted.entry().entry());
        } catch (ReplayDisagreesException disagrees) {
            finish(counted.entry().number(), String.valueOf(disagrees.getMessage()));
        }
    }

    @Override
    public void onCaughtUp() {
        finish(0, "");
    }

    private void finish(long firstWrong, String finding) {
        report.complete(AuditReport.newBuilder()
                .setEntries(entries)
                .setIntact(firstWrong == 0)
                .setFirstWrongEntry(firstWrong)
                .setFinding(finding)
                .setHead(Hashing.hex(head))
                .setSkipped(skipped)
                .build());
    }
}
