package dev.lockstep.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.v1.AddIndex;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Operation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HashingTest {
    private static final ByteString BYTES = ByteString.copyFromUtf8("the same bytes");

    @Test
    void eachDomainGivesItsOwnHash() {
        Map<ByteString, Domain> hashes = new HashMap<>();
        for (Domain domain : Domain.values()) {
            ByteString hash = Hashing.hash(domain, BYTES);
            assertThat(hash.size()).isEqualTo(32);
            assertThat(hashes.put(hash, domain)).as("%s", domain).isNull();
        }
    }

    /** Journals and ledgers hold such hashes for ever. */
    @Test
    void aHashStaysWhatItIs() {
        assertThat(Hashing.hex(Hashing.hash(Domain.JOURNAL_ENTRY, BYTES)))
                .isEqualTo("2ffcedf5d00baea2ce0638c15639cd9efa3e099aceca898a5c9299a0fcaadaf4");
        assertThat(Arrays.stream(Domain.values())
                        .map(domain -> new String(domain.prefix(), java.nio.charset.StandardCharsets.US_ASCII)))
                .containsExactly(
                        "lockstep/journal-entry/1\0",
                        "lockstep/directive/1\0",
                        "lockstep/approval/1\0",
                        "lockstep/change/1\0",
                        "lockstep/plan/1\0",
                        "lockstep/catalog-object/1\0",
                        "lockstep/fingerprint/1\0",
                        "lockstep/ledger-row/1\0",
                        "lockstep/state/1\0",
                        "lockstep/snapshot/1\0");
    }

    @Test
    void noPrefixBeginsWithAnother() {
        for (Domain one : Domain.values()) {
            for (Domain other : Domain.values()) {
                ByteString shorter = ByteString.copyFrom(one.prefix());
                assertThat(ByteString.copyFrom(other.prefix()).startsWith(shorter))
                        .isEqualTo(one == other);
            }
        }
    }

    @Test
    void whatIsHashedIsWhatIsSigned() {
        ByteString signed = ByteString.copyFrom(Domain.PLAN.signedBytes(BYTES));

        assertThat(signed).isEqualTo(ByteString.copyFrom(Domain.PLAN.prefix()).concat(BYTES));
        assertThat(Hashing.hash(Domain.PLAN, BYTES))
                .isEqualTo(ByteString.copyFrom(Hashing.sha256().digest(signed.toByteArray())));
    }

    @Test
    void linesOfTheFileAreNotPartOfTheCanonicalBytes() {
        Operation operation = Operation.newBuilder()
                .setLine(7)
                .setAddIndex(AddIndex.newBuilder().setTable("orders").setName("i"))
                .build();
        Change change =
                Change.newBuilder().setName("a").addOperations(operation).build();
        Change moved = change.toBuilder()
                .setOperations(0, operation.toBuilder().setLine(9))
                .build();
        Change bare = change.toBuilder()
                .setOperations(0, operation.toBuilder().clearLine())
                .build();

        assertThat(Hashing.canonicalBytes(change))
                .isEqualTo(Hashing.canonicalBytes(moved))
                .isEqualTo(bare.toByteString());
        assertThat(change.getOperations(0).getLine()).as("the change itself").isEqualTo(7);
    }
}
