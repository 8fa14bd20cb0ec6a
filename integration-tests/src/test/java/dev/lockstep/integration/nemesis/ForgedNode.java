package dev.lockstep.integration.nemesis;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.integration.nemesis.check.NodeHistory;
import dev.lockstep.integration.nemesis.check.NodeHistory.DirectiveRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.EpochRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.LedgerTables;
import dev.lockstep.integration.nemesis.check.NodeHistory.LogRow;
import dev.lockstep.integration.nemesis.check.NodeHistory.StoredRow;
import dev.lockstep.integration.nemesis.check.OldColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One node of a forged history. For one thread. */
final class ForgedNode {
    /** A row of the log, before it has its number and hash. */
    record Draft(long epoch, long mandate, long incarnation, String kind, String phase, int step) {}

    final String name;
    final List<Draft> log = new ArrayList<>();
    final List<EpochRow> epochs = new ArrayList<>();
    final Set<String> catalog = new TreeSet<>();
    final Map<String, Integer> effects = new TreeMap<>();
    final Map<Long, Set<OldColumns>> expectedRows = new TreeMap<>();
    final Map<Long, StoredRow> rows = new TreeMap<>();
    long incarnation = 1;

    ForgedNode(String name) {
        this.name = name;
    }

    NodeHistory sealed(List<ByteString> directives, ByteString lastHash) {
        List<LogRow> chained = new ArrayList<>();
        ByteString hash = ByteString.EMPTY;
        for (Draft draft : log) {
            LogRow row = row(chained.size() + 1L, draft, hash);
            chained.add(row);
            hash = ByteString.fromHex(row.hash());
        }
        List<DirectiveRow> received = new ArrayList<>();
        directives.forEach(envelope -> received.add(new DirectiveRow(received.size() + 1L, 1, "", envelope)));
        LedgerTables ledger = new LedgerTables(
                incarnation, directives.size(), Hashing.hex(lastHash), chained, List.copyOf(epochs), received);
        return new NodeHistory(
                name, "postgres", ledger, Set.of("table orders"), Set.copyOf(catalog), Map.copyOf(effects), Map.copyOf(rows));
    }

    private static LogRow row(long number, Draft draft, ByteString previous) {
        String phase = draft.phase().equals("-") ? "PHASE_UNSPECIFIED" : draft.phase();
        String text = number + "|" + draft.epoch() + "|" + draft.mandate() + "|" + draft.incarnation() + "|"
                + draft.kind().toUpperCase(Locale.ROOT) + "|" + phase + "|" + draft.step() + "|" + previous.size() + "|";
        ByteString hash = Hashing.hash(Domain.LEDGER_ROW, previous.concat(ByteString.copyFromUtf8(text)));
        return new LogRow(
                number,
                draft.epoch(),
                draft.mandate(),
                draft.incarnation(),
                draft.kind(),
                draft.phase(),
                draft.step(),
                "",
                Hashing.hex(previous),
                Hashing.hex(hash));
    }
}
