package dev.lockstep.integration.crash;

import dev.lockstep.agent.ledger.LogKind;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.fingerprint.Catalog;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a node looks once nobody works on it any more.
 *
 * @param effects how often the server saw each effect last
 * @param catalog the whole of it
 * @param rows of the table that is changed
 * @param finished how often the ledger says of each step that it was done or undone
 * @param ledgerFlaws what is wrong with the ledger by itself
 * @param position number of the last directive received
 */
record End(
        Map<String, Integer> effects,
        Catalog catalog,
        List<String> rows,
        Map<String, Integer> finished,
        List<String> ledgerFlaws,
        long position) {

    static End of(CrashNode node) throws SQLException {
        Map<String, Integer> effects = new TreeMap<>();
        node.effects().forEach(effect -> effects.merge(effect, 1, Integer::sum));
        NodeSession session = node.keeper();
        List<LogRow> log = session.ledger().log(Script.EPOCH);
        return new End(
                effects,
                session.catalog(),
                session.rows("SELECT * FROM things ORDER BY id", 100),
                finished(log),
                LedgerChain.flaws(session.ledger()),
                session.ledger().node().orElseThrow().position().getNumber());
    }

    private static Map<String, Integer> finished(List<LogRow> log) {
        Map<String, Integer> finished = new TreeMap<>();
        log.stream()
                .filter(row -> row.kind() == LogKind.DONE || row.kind() == LogKind.UNDONE)
                .forEach(row -> finished.merge(row.kind() + " " + row.step(), 1, Integer::sum));
        return finished;
    }
}
