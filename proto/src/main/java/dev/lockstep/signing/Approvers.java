package dev.lockstep.signing;

import dev.lockstep.v1.Approval;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** Whose approvals count. Coordinators and agents are told so each for themselves: so no coordinator can make an agent run what nobody has approved. Immutable. */
public final class Approvers {
    /** Approvals need no signature. */
    public static final Approvers ANYBODY = new Approvers(Optional.empty());

    private final Optional<SignatureCheck> keys;

    private Approvers(Optional<SignatureCheck> keys) {
        this.keys = keys;
    }

    /** Those who have one of these keys. */
    public static Approvers with(SignatureCheck keys) {
        return new Approvers(Optional.of(keys));
    }

    /**
     * Those whose public keys (X.509, PEM) are in these files; anybody where there is none.
     *
     * @throws KeyFileException when a file is missing or is no such key
     */
    public static Approvers read(Collection<Path> files) {
        return files.isEmpty() ? ANYBODY : with(TrustedKeys.read(files));
    }

    /** Why an approval does not count; empty when it does. */
    public Optional<String> objection(Approval approval) {
        return keys.flatMap(known -> SignedApproval.objection(approval, known))
                .map(reason -> "expected an approval that one of the approvers has signed, but " + reason);
    }
}
