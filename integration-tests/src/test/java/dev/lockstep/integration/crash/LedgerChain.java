package dev.lockstep.integration.crash;

import dev.lockstep.agent.ledger.Ledger;
import dev.lockstep.agent.ledger.LogRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chain of a ledger's log. */
public final class LedgerChain {
    private LedgerChain() {}

    /** What is wrong with it, a sentence each. */
    public static List<String> flaws(Ledger ledger) throws SQLException {
        List<LogRow> all = Stream.concat(ledger.log(0).stream(), ledger.log(Script.EPOCH).stream())
                .sorted((one, other) -> Long.compare(one.number(), other.number()))
                .toList();
        List<String> flaws = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            LogRow row = all.get(i);
            boolean chained = i == 0 || row.previousHash().equals(all.get(i - 1).hash());
            if (!row.isIntact() || !chained || row.number() != i + 1) {
                flaws.add("row " + row.number() + " of the log breaks the chain");
            }
        }
        return flaws;
    }
}
