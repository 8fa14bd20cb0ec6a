package dev.lockstep.signing;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing;
import dev.lockstep.v1.SignedEnvelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * An Ed25519 key that signs. Thread-safe.
 *
 * <p>On disk it is two PEM files: the private key in PKCS#8, readable by its owner only, and beside it the public key with the ending {@code .pub}.
 */
public final class SigningKey implements Signer {
    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final String id;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.id = TrustedKeys.idOf(publicKey);
    }

    /** A new key. */
    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no Ed25519", missing);
        }
    }

    /**
     * Reads a key from a file and its public half from the file beside it.
     *
     * @throws KeyFileException when a file is missing, is no such key, or may be read by others than its owner
     */
    public static SigningKey read(Path file) {
        Pem.requireOwnerOnly(file);
        try {
            PrivateKey privateKey = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.read(file, "PRIVATE KEY")));
            return new SigningKey(privateKey, TrustedKeys.readPublicKey(publicFileOf(file)));
        } catch (GeneralSecurityException wrong) {
            throw new KeyFileException(
                    "expected an Ed25519 private key (PKCS#8, PEM) in " + file + ", found something else", wrong);
        }
    }

    /** Reads the key, or makes and writes a new one where the file does not exist. */
    public static SigningKey readOrCreate(Path file) {
        if (Files.exists(file)) {
            return read(file);
        }
        SigningKey key = generate();
        key.write(file);
        return key;
    }

    /** Writes both files; the private one can be read by its owner only. */
    public void write(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Pem.write("PRIVATE KEY", privateKey.getEncoded()));
            Files.writeString(publicFileOf(file), Pem.write("PUBLIC KEY", publicKey.getEncoded()));
        } catch (IOException failed) {
            throw new KeyFileException("the key file " + file + " could not be written: " + failed, failed);
        }
    }

    /** Where the public half of a key file stands. */
    public static Path publicFileOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** The first 16 hex digits of the SHA-256 of the public key. */
    public String id() {
        return id;
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** Signs bytes of a domain. */
    public ByteString sign(Hashing.Domain domain, ByteString payload) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(domain.signedBytes(payload));
            return ByteString.copyFrom(signature.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("signing with key " + id + " failed", failed);
        }
    }

    /** The payload with this key's signature. */
    @Override
    public SignedEnvelope seal(Hashing.Domain domain, ByteString payload) {
        return SignedEnvelope.newBuilder()
                .setPayload(payload)
                .setKeyId(id)
                .setSignature(sign(domain, payload))
                .build();
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
