package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.SignedEnvelope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/** Forges what is signed, and gives it to everybody who receives it. */
final class Envelopes {
    /** So many of them share one set of histories. */
    private static final int ROUND = 25_000;

    private static final int CONTROL = 400;
    private static final SignatureCheck UNCHECKED = (Domain domain, SignedEnvelope envelope) -> Optional.empty();

    private final Path folder;

    /** @param folder for what would be on a coordinator's disk */
    Envelopes(Path folder) {
        this.folder = folder;
    }

    /** So many forgeries, in rounds with histories of their own. */
    EnvelopeReport attack(long seed, int count) throws InterruptedException, ExecutionException {
        Tally tally = new Tally();
        Map<String, Integer> controls = new LinkedHashMap<>();
        for (int done = 0; done < count; done += ROUND) {
            Histories histories = Histories.of(seed + done / ROUND);
            int forgeries = Math.min(ROUND, count - done);
            for (Receiver receiver :
                    receivers(histories, Histories.remembering(histories.trusted()), (right, coming) -> right)) {
                int share = (forgeries * receiver.share() + 99) / 100;
                receiver.attack(
                        share, new Random(seed * 31 + done + receiver.name().hashCode()), tally);
            }
            if (done == 0) {
                controls.putAll(controls(histories, seed));
            }
        }
        return new EnvelopeReport(tally, controls);
    }

    private List<Receiver> receivers(Histories histories, SignatureCheck trusted, DirectiveReceiver.Ledger ledger) {
        return List.of(
                new JournalReceiver(histories, trusted),
                new DirectiveReceiver(histories, trusted, ledger),
                new TopicReceiver(histories, trusted),
                new ApprovalReceiver(histories, trusted),
                new SnapshotReceiver(histories, trusted, folder));
    }

    /** Receivers that are wrong on purpose: how many forgeries each accepts. */
    private Map<String, Integer> controls(Histories histories, long seed) {
        Map<String, Integer> accepted = new LinkedHashMap<>();
        for (Receiver receiver : receivers(histories, UNCHECKED, (right, coming) -> right)) {
            accepted.put(receiver.name() + " without a look at signatures", acceptedBy(receiver, seed));
        }
        accepted.put(
                "directives that say themselves where they belong",
                acceptedBy(
                        new DirectiveReceiver(
                                histories, histories.trusted(), (right, coming) -> asItSays(right, coming)),
                        seed));
        return accepted;
    }

    private static int acceptedBy(Receiver receiver, long seed) {
        Tally tally = new Tally();
        receiver.attack(CONTROL, new Random(seed), tally);
        return tally.accepted();
    }

    private static Position asItSays(Position right, ByteString coming) {
        try {
            Directive directive =
                    Directive.parseFrom(SignedEnvelope.parseFrom(coming).getPayload());
            return Position.newBuilder()
                    .setNumber(directive.getNumber() - 1)
                    .setHash(directive.getPreviousHash())
                    .build();
        } catch (InvalidProtocolBufferException unreadable) {
            return right;
        }
    }
}
