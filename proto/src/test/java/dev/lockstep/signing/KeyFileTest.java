package dev.lockstep.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final ByteString PAYLOAD = ByteString.copyFromUtf8("payload");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    private Path file() {
        return folder.resolve("keys/coordinator.pem");
    }

    @Test
    void aWrittenKeyIsReadBack() throws IOException {
        SigningKey written = SigningKey.generate();
        written.write(file());

        SigningKey read = SigningKey.read(file());
        TrustedKeys trusted = TrustedKeys.read(List.of(SigningKey.publicFileOf(file())));

        assertThat(read.id()).isEqualTo(written.id());
        assertThat(trusted.objection(Domain.DIRECTIVE, read.seal(Domain.DIRECTIVE, PAYLOAD)))
                .isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(SigningKey.publicFileOf(file())).hasFileName("coordinator.pem.pub");
        assertThat(Files.readString(SigningKey.publicFileOf(file())))
                .startsWith("-----BEGIN PUBLIC KEY-----\n")
                .doesNotContain("PRIVATE");
    }

    @Test
    void aKeyIsMadeOnceAndThenKept() {
        SigningKey made = SigningKey.readOrCreate(file());

        assertThat(SigningKey.readOrCreate(file()).id()).isEqualTo(made.id());
    }

    @Test
    void aKeyFileIsNeverOverwritten() {
        SigningKey first = SigningKey.readOrCreate(file());

        assertThatThrownBy(() -> SigningKey.generate().write(file()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("could not be written");
        assertThat(SigningKey.read(file()).id()).isEqualTo(first.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
    void aKeyThatOthersMayReadOrWriteIsRefused(String permissions) throws IOException {
        SigningKey.readOrCreate(file());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> SigningKey.read(file()))
                .isInstanceOf(KeyFileException.class)
                .hasMessage("expected the key file " + file() + " to be readable by its owner only, but others may read"
                        + " or write it; run: chmod 600 " + file());
    }

    @Test
    void aMissingKeyIsSaidToBeMissing() {
        assertThatThrownBy(() -> SigningKey.read(file()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("NoSuchFileException");
        assertThatThrownBy(() -> TrustedKeys.read(List.of(file())))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("NoSuchFileException");
    }

    @Test
    void aKeyWithoutItsPublicHalfIsRefused() throws IOException {
        SigningKey.readOrCreate(file());
        Files.delete(SigningKey.publicFileOf(file()));

        assertThatThrownBy(() -> SigningKey.read(file()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("coordinator.pem.pub");
    }

    @Test
    void aPublicKeyInPlaceOfThePrivateOneIsRefused() throws IOException {
        SigningKey.readOrCreate(file());
        overwrite(Files.readString(SigningKey.publicFileOf(file())));

        assertThatThrownBy(() -> SigningKey.read(file()))
                .hasMessage("expected a line \"-----BEGIN PRIVATE KEY-----\" in " + file() + ", found none");
    }

    @Test
    void aPrivateKeyInPlaceOfThePublicOneIsRefused() {
        SigningKey.readOrCreate(file());

        assertThatThrownBy(() -> TrustedKeys.read(List.of(file())))
                .hasMessage("expected a line \"-----BEGIN PUBLIC KEY-----\" in " + file() + ", found none");
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws IOException, NoSuchAlgorithmException {
        SigningKey.readOrCreate(file());
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        overwrite(Pem.write("PRIVATE KEY", rsa.generateKeyPair().getPrivate().getEncoded()));

        assertThatThrownBy(() -> SigningKey.read(file()))
                .isInstanceOf(KeyFileException.class)
                .hasMessage("expected an Ed25519 private key (PKCS#8, PEM) in " + file() + ", found something else");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a key",
                "-----BEGIN PRIVATE KEY-----",
                "-----END PRIVATE KEY-----\n-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----"
            })
    void aDamagedFileIsRefused(String content) throws IOException {
        SigningKey.readOrCreate(file());
        overwrite(content);

        assertThatThrownBy(() -> SigningKey.read(file()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(file().toString());
    }

    private void overwrite(String content) throws IOException {
        Files.writeString(file(), content);
    }
}
