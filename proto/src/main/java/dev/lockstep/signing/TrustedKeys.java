package dev.lockstep.signing;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.v1.SignedEnvelope;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The public keys whose signatures count. Immutable. */
public final class TrustedKeys implements SignatureCheck {
    private final Map<String, PublicKey> keys;

    private TrustedKeys(Map<String, PublicKey> keys) {
        this.keys = keys;
    }

    /** Trusts these keys. */
    public static TrustedKeys of(Collection<PublicKey> publicKeys) {
        Map<String, PublicKey> keys = new TreeMap<>();
        publicKeys.forEach(key -> keys.put(idOf(key), key));
        return new TrustedKeys(keys);
    }

    /**
     * Reads public keys (X.509, PEM).
     *
     * @throws KeyFileException when a file is missing or is no such key
     */
    public static TrustedKeys read(Collection<Path> files) {
        return of(files.stream().map(TrustedKeys::readPublicKey).toList());
    }

    @Override
    public Optional<String> objection(Hashing.Domain domain, SignedEnvelope envelope) {
        PublicKey key = keys.get(envelope.getKeyId());
        if (key == null) {
            return Optional.of("expected a signature by one of the trusted keys " + keys.keySet() + ", found key \""
                    + envelope.getKeyId() + "\"");
        }
        if (!verify(key, domain, envelope.getPayload(), envelope.getSignature())) {
            return Optional.of("the signature by key " + envelope.getKeyId() + " does not fit the bytes");
        }
        return Optional.empty();
    }

    static boolean verify(PublicKey key, Hashing.Domain domain, ByteString payload, ByteString signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(domain.signedBytes(payload));
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException malformed) {
            // A signature of the wrong form is a wrong signature.
            return false;
        }
    }

    static PublicKey readPublicKey(Path file) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Pem.read(file, "PUBLIC KEY")));
        } catch (GeneralSecurityException wrong) {
            throw new KeyFileException(
                    "expected an Ed25519 public key (X.509, PEM) in " + file + ", found something else", wrong);
        }
    }

    static String idOf(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(hash).substring(0, 16);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }
}
