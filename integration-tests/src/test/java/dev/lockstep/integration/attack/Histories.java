package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.integration.simulation.Recording;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.signing.TrustedKeys;
import dev.lockstep.v1.SignedEnvelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * The fleet that is attacked, and what else its key has signed.
 *
 * @param ours what really happened
 * @param never what could have happened to the same fleet, and did not
 * @param theirs what happened to another fleet of the same coordinators
 * @param key theirs
 * @param stranger nobody's
 */
record Histories(History ours, History never, History theirs, SigningKey key, SigningKey stranger) {
    private static final String FLEET = "orders";
    private static final long FAR = 1_000_000;
    private static final int LONG = 40;

    /** By a seed; keys are new each time, as nothing depends on them. */
    static Histories of(long seed) throws InterruptedException, ExecutionException {
        SigningKey key = SigningKey.generate();
        SignatureCheck trusted = TrustedKeys.of(List.of(key.publicKey()));
        return new Histories(
                rich(3 * seed, FLEET, key, trusted),
                rich(3 * seed + 1, FLEET, key, trusted),
                rich(3 * seed + 2, "stock", key, trusted),
                key,
                SigningKey.generate());
    }

    /** Of the fleets of a few seeds one that got further than an approval. */
    private static History rich(long seed, String fleet, SigningKey key, SignatureCheck trusted)
            throws InterruptedException, ExecutionException {
        for (long each = seed; ; each += FAR) {
            Recording recording = Recording.of(each);
            if (recording.journal().size() >= LONG) {
                History history = History.of(recording, fleet, key, trusted);
                if (history.approvals().size() >= 2) {
                    return history;
                }
            }
        }
    }

    TrustedKeys trusted() {
        return TrustedKeys.of(List.of(key.publicKey()));
    }

    /** The original at a place from 0, of one of the rows of records that each history has. */
    Original original(Form form, Function<History, List<ByteString>> row, int place) {
        List<ByteString> mine = row.apply(ours);
        List<ByteString> elsewhere = new ArrayList<>(mine);
        elsewhere.remove(place);
        return new Original(
                form,
                mine.get(place),
                elsewhere,
                // Before the first record nothing is known that the first one of another history would not fit.
                place == 0 ? List.of() : at(row.apply(never), place),
                at(row.apply(theirs), place),
                key,
                stranger);
    }

    private static List<ByteString> at(List<ByteString> row, int place) {
        return List.of(row.get(Math.min(place, row.size() - 1)));
    }

    private record Signed(Domain domain, SignedEnvelope envelope) {}

    /** Believes at once what was found right before: the same originals are given again and again. What was not is asked about. */
    static SignatureCheck remembering(SignatureCheck check) {
        Set<Signed> right = new HashSet<>();
        return (domain, envelope) -> {
            Signed signed = new Signed(domain, envelope);
            if (right.contains(signed)) {
                return Optional.empty();
            }
            Optional<String> objection = check.objection(domain, envelope);
            if (objection.isEmpty()) {
                right.add(signed);
            }
            return objection;
        };
    }
}
