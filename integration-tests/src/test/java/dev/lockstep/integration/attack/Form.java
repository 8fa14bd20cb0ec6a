package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.signing.SignedApproval;
import dev.lockstep.signing.SigningKey;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.SignedEnvelope;
import dev.lockstep.v1.Snapshot;
import java.util.List;

/**
 * How something signed is written down, so that it can be taken apart and put together in another way.
 *
 * @param content what is in it
 * @param places fields that say where it belongs: one with another value belongs elsewhere, whoever signed it
 */
record Form(Domain domain, Message content, List<String> places) {
    static final Form ENTRY = new Form(
            Domain.JOURNAL_ENTRY,
            JournalEntry.getDefaultInstance(),
            List.of("fleet", "number", "previous_hash", "term"));
    static final Form DIRECTIVE =
            new Form(Domain.DIRECTIVE, Directive.getDefaultInstance(), List.of("fleet", "number", "previous_hash"));
    static final Form APPROVAL =
            new Form(Domain.APPROVAL, Approval.getDefaultInstance(), List.of("fleet", "epoch", "change_hash"));
    static final Form SNAPSHOT = new Form(
            Domain.SNAPSHOT,
            Snapshot.getDefaultInstance(),
            List.of("fleet", "form", "entry_number", "entry_hash", "state"));

    private static final int APPROVAL_KEY = Approval.KEY_ID_FIELD_NUMBER;
    private static final int APPROVAL_SIGNATURE = Approval.SIGNATURE_FIELD_NUMBER;

    /** The parts of something signed. */
    record Parts(ByteString payload, ByteString keyId, ByteString signature) {}

    /** An approval is its own envelope. */
    private boolean isBare() {
        return domain == Domain.APPROVAL;
    }

    /** The bytes that production code writes for a payload under this key. */
    ByteString seal(SigningKey key, ByteString payload) throws InvalidProtocolBufferException {
        return isBare()
                ? SignedApproval.by(key, Approval.parseFrom(payload)).toByteString()
                : key.seal(domain, payload).toByteString();
    }

    Parts open(ByteString sealed) throws InvalidProtocolBufferException {
        if (isBare()) {
            Approval approval = Approval.parseFrom(sealed);
            return new Parts(
                    approval.toBuilder().clearKeyId().clearSignature().build().toByteString(),
                    approval.getKeyIdBytes(),
                    approval.getSignature());
        }
        SignedEnvelope envelope = SignedEnvelope.parseFrom(sealed);
        return new Parts(envelope.getPayload(), envelope.getKeyIdBytes(), envelope.getSignature());
    }

    ByteString close(Parts parts) {
        if (isBare()) {
            return parts.payload
                    .concat(field(APPROVAL_KEY, parts.keyId))
                    .concat(field(APPROVAL_SIGNATURE, parts.signature));
        }
        return payloadField(parts.payload)
                .concat(field(SignedEnvelope.KEY_ID_FIELD_NUMBER, parts.keyId))
                .concat(field(SignedEnvelope.SIGNATURE_FIELD_NUMBER, parts.signature));
    }

    /** The same parts, written down in the opposite order. */
    ByteString closeBackwards(Parts parts) {
        if (isBare()) {
            return field(APPROVAL_SIGNATURE, parts.signature)
                    .concat(field(APPROVAL_KEY, parts.keyId))
                    .concat(parts.payload);
        }
        return field(SignedEnvelope.SIGNATURE_FIELD_NUMBER, parts.signature)
                .concat(field(SignedEnvelope.KEY_ID_FIELD_NUMBER, parts.keyId))
                .concat(payloadField(parts.payload));
    }

    /** A payload as it stands in its envelope. */
    ByteString payloadField(ByteString payload) {
        return isBare() ? payload : field(SignedEnvelope.PAYLOAD_FIELD_NUMBER, payload);
    }

    /** A field of bytes on the wire. */
    static ByteString field(int number, ByteString value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(value)
                                .build())
                .build()
                .toByteString();
    }
}
