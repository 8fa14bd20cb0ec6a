package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.Phase;

/**
 * One row of the append-only log, chained by hash to the row before.
 *
 * @param epoch 0 when it is about no epoch
 * @param mandate number of the directive it was done under; 0 for none
 * @param step number in the plan; 0 for none
 */
public record LogRow(
        long number,
        long epoch,
        long mandate,
        long incarnation,
        LogKind kind,
        Phase phase,
        int step,
        String detail,
        ByteString previousHash,
        ByteString hash) {

    /** The row after another one, with its hash. */
    static LogRow after(long lastNumber, ByteString lastHash, LogEntry entry) {
        long number = lastNumber + 1;
        return new LogRow(
                number,
                entry.epoch(),
                entry.mandate(),
                entry.incarnation(),
                entry.kind(),
                entry.phase(),
                entry.step(),
                entry.detail(),
                lastHash,
                hashOf(number, lastHash, entry));
    }

    /** Whether the hash is the one of this content. */
    public boolean isIntact() {
        return hash.equals(
                hashOf(number, previousHash, new LogEntry(epoch, mandate, incarnation, kind, phase, step, detail)));
    }

    private static ByteString hashOf(long number, ByteString previousHash, LogEntry entry) {
        // Lengths and fixed order make the text unambiguous. The time of the row stands beside it: databases round it.
        String text = number + "|" + entry.epoch() + "|" + entry.mandate() + "|" + entry.incarnation() + "|"
                + entry.kind() + "|" + entry.phase() + "|" + entry.step() + "|" + previousHash.size() + "|"
                + entry.detail();
        return Hashing.hash(Domain.LEDGER_ROW, previousHash.concat(ByteString.copyFromUtf8(text)));
    }
}
