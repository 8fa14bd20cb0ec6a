package dev.lockstep.integration.nemesis.check;

import com.google.protobuf.ByteString;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that was left behind.
 *
 * @param journal the committed records of the journal's topic, in order
 * @param directives the committed records of the directives' topic, in order
 * @param keys the coordinators' public keys by their ids
 * @param changes what each change does to a catalog, by its name
 * @param restored the nodes that somebody brought back from a backup
 * @param load what the application did, and suffered
 */
public record History(
        String fleet,
        List<ByteString> journal,
        List<ByteString> directives,
        Map<String, PublicKey> keys,
        List<NodeHistory> nodes,
        Map<String, ExpectedChange> changes,
        Set<String> restored,
        LoadRecord load) {
    public History {
        journal = List.copyOf(journal);
        directives = List.copyOf(directives);
        keys = Map.copyOf(keys);
        nodes = List.copyOf(nodes);
        changes = Map.copyOf(changes);
        restored = Set.copyOf(restored);
    }

    /** How many records and rows there are to judge: of the two topics, of the ledgers, and of the tables that the application writes. */
    public long events() {
        long ofNodes = nodes.stream()
                .mapToLong(node -> (long) node.ledger().log().size()
                        + node.ledger().directives().size()
                        + node.rows().size())
                .sum();
        return journal.size() + directives.size() + ofNodes;
    }
}
