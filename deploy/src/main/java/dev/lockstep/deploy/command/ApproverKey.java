package dev.lockstep.deploy.command;

import dev.lockstep.signing.KeyFileException;
import dev.lockstep.signing.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who approves, as a key: asked for where coordinators and agents are told whose approvals count. */
final class ApproverKey {

    @Option(
            names = "--sign-with",
            paramLabel = "FILE",
            defaultValue = "${env:LOCKSTEP_SIGN_WITH}",
            description = "Ed25519 key (PKCS#8, PEM) of the approver, which signs the approval; its public half is"
                    + " FILE.pub. Default: $$LOCKSTEP_SIGN_WITH, else no signature.")
    private @Nullable Path file;

    /** The key; empty when none was named. Read before anything is asked or sent. */
    Optional<SigningKey> read() {
        try {
            return Optional.ofNullable(file).map(SigningKey::read);
        } catch (KeyFileException wrong) {
            throw CommandFailure.badInput(
                    String.valueOf(wrong.getMessage()), "name a key that openssl genpkey -algorithm ed25519 has made");
        }
    }
}
