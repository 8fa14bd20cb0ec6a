package dev.lockstep.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.SignedEnvelope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SigningTest {
    private static final ByteString PAYLOAD = ByteString.copyFromUtf8("open EXPAND on everybody");

    private final SigningKey key = SigningKey.generate();
    private final TrustedKeys trusted = TrustedKeys.of(List.of(key.publicKey()));

    @ParameterizedTest
    @EnumSource
    void whatAKeySealsItsPublicHalfAccepts(Domain domain) {
        SignedEnvelope envelope = key.seal(domain, PAYLOAD);

        assertThat(envelope.getPayload()).isEqualTo(PAYLOAD);
        assertThat(envelope.getKeyId()).isEqualTo(key.id()).hasSize(16);
        assertThat(trusted.objection(domain, envelope)).isEmpty();
    }

    @Test
    void anEmptyPayloadCanBeSealed() {
        assertThat(trusted.objection(Domain.DIRECTIVE, key.seal(Domain.DIRECTIVE, ByteString.EMPTY)))
                .isEmpty();
    }

    @Test
    void eachTamperedBitOfThePayloadIsRefused() {
        SignedEnvelope envelope = key.seal(Domain.DIRECTIVE, PAYLOAD);

        for (int bit = 0; bit < PAYLOAD.size() * 8; bit++) {
            SignedEnvelope tampered =
                    envelope.toBuilder().setPayload(flip(PAYLOAD, bit)).build();
            assertThat(trusted.objection(Domain.DIRECTIVE, tampered))
                    .as("bit %d", bit)
                    .isPresent();
        }
    }

    @Test
    void eachTamperedBitOfTheSignatureIsRefused() {
        SignedEnvelope envelope = key.seal(Domain.DIRECTIVE, PAYLOAD);

        for (int bit = 0; bit < envelope.getSignature().size() * 8; bit++) {
            SignedEnvelope tampered = envelope.toBuilder()
                    .setSignature(flip(envelope.getSignature(), bit))
                    .build();
            assertThat(trusted.objection(Domain.DIRECTIVE, tampered))
                    .as("bit %d", bit)
                    .isPresent();
        }
    }

    @Test
    void aPayloadThatIsCutOrLongerIsRefused() {
        SignedEnvelope envelope = key.seal(Domain.DIRECTIVE, PAYLOAD);

        for (int length = 0; length < PAYLOAD.size(); length++) {
            SignedEnvelope cut = envelope.toBuilder()
                    .setPayload(PAYLOAD.substring(0, length))
                    .build();
            assertThat(trusted.objection(Domain.DIRECTIVE, cut))
                    .as("length %d", length)
                    .isPresent();
        }
        SignedEnvelope longer = envelope.toBuilder()
                .setPayload(PAYLOAD.concat(ByteString.copyFromUtf8("\0")))
                .build();
        assertThat(trusted.objection(Domain.DIRECTIVE, longer)).isPresent();
    }

    @Test
    void aSignatureOfTheWrongFormIsRefusedAndDoesNotThrow() {
        SignedEnvelope envelope = key.seal(Domain.DIRECTIVE, PAYLOAD);

        for (int length : new int[] {0, 1, 63, 65, 1000}) {
            SignedEnvelope wrong = envelope.toBuilder()
                    .setSignature(ByteString.copyFrom(new byte[length]))
                    .build();
            assertThat(trusted.objection(Domain.DIRECTIVE, wrong))
                    .contains("the signature by key " + key.id() + " does not fit the bytes");
        }
    }

    @Test
    void bytesOfOneDomainNeverPassAsAnother() {
        SignedEnvelope envelope = key.seal(Domain.JOURNAL_ENTRY, PAYLOAD);

        for (Domain domain : Domain.values()) {
            assertThat(trusted.objection(domain, envelope).isEmpty())
                    .as("%s", domain)
                    .isEqualTo(domain == Domain.JOURNAL_ENTRY);
        }
    }

    @Test
    void aForeignKeyIsRefused() {
        SigningKey foreign = SigningKey.generate();

        assertThat(trusted.objection(Domain.DIRECTIVE, foreign.seal(Domain.DIRECTIVE, PAYLOAD)))
                .contains("expected a signature by one of the trusted keys [" + key.id() + "], found key \""
                        + foreign.id() + "\"");
    }

    @Test
    void aForeignSignatureUnderATrustedNameIsRefused() {
        SignedEnvelope forged = SigningKey.generate().seal(Domain.DIRECTIVE, PAYLOAD).toBuilder()
                .setKeyId(key.id())
                .build();

        assertThat(trusted.objection(Domain.DIRECTIVE, forged))
                .contains("the signature by key " + key.id() + " does not fit the bytes");
    }

    @Test
    void whoTrustsNobodyAcceptsNothing() {
        assertThat(TrustedKeys.of(List.of()).objection(Domain.DIRECTIVE, key.seal(Domain.DIRECTIVE, PAYLOAD)))
                .isPresent();
    }

    @Test
    void aKeyDoesNotPrintItsSecret() {
        assertThat(key).hasToString("SigningKey[" + key.id() + "]");
    }

    private static ByteString flip(ByteString bytes, int bit) {
        byte[] flipped = bytes.toByteArray();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return ByteString.copyFrom(flipped);
    }
}
