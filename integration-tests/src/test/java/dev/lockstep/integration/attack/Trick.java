package dev.lockstep.integration.attack;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.integration.attack.Form.Parts;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** One way to make something that nobody signed, or not for this place. */
enum Trick {
    BITS_FLIPPED(Trick::bitsFlipped),
    BYTES_REPLACED(Trick::bytesReplaced),
    CUT((from, random) ->
            from.sealed().substring(0, random.nextInt(from.sealed().size()))),
    EXTENDED((from, random) -> from.sealed().concat(noise(random, 1 + random.nextInt(40)))),
    EMPTY((from, random) -> ByteString.EMPTY),
    NOISE((from, random) -> noise(random, random.nextInt(400))),
    TWO_TOGETHER((from, random) -> random.nextBoolean()
            ? from.sealed().concat(pick(from.elsewhere(), random))
            : pick(from.elsewhere(), random).concat(from.sealed())),
    UNKNOWN_FIELD((from, random) ->
            from.sealed().concat(Form.field(100 + random.nextInt(1000), noise(random, random.nextInt(20))))),
    PARTS_IN_ANOTHER_ORDER((from, random) -> from.form().closeBackwards(parts(from))),
    UNKNOWN_FIELD_IN_PAYLOAD((from, random) ->
            withPayload(from, parts(from).payload().concat(Form.field(100 + random.nextInt(1000), noise(random, 8))))),
    FIELD_ALTERED((from, random) -> withPayload(from, altered(from, random))),
    PAYLOAD_TWICE((from, random) -> random.nextBoolean()
            ? from.form().payloadField(altered(from, random)).concat(from.sealed())
            : from.sealed().concat(from.form().payloadField(altered(from, random)))),
    STRANGER((from, random) -> from.form().seal(from.stranger(), altered(from, random))),
    STRANGER_UNDER_OUR_NAME((from, random) -> {
        Parts strangers = from.form().open(from.form().seal(from.stranger(), altered(from, random)));
        return from.form().close(new Parts(strangers.payload(), parts(from).keyId(), strangers.signature()));
    }),
    KEY_NAME_REPLACED((from, random) -> {
        List<String> names = List.of("", from.stranger().id(), from.key().id().toUpperCase(Locale.ROOT) + " ");
        Parts parts = parts(from);
        return from.form()
                .close(new Parts(parts.payload(), ByteString.copyFromUtf8(pick(names, random)), parts.signature()));
    }),
    SIGNATURE_OF_ANOTHER((from, random) -> {
        Parts other = from.form().open(pick(from.elsewhere(), random));
        return random.nextBoolean()
                ? withSignature(from, other.signature())
                : from.form().close(new Parts(altered(from, random), other.keyId(), other.signature()));
    }),
    SIGNATURE_MISSING((from, random) -> withSignature(from, ByteString.EMPTY)),
    SIGNATURE_OF_ZEROS((from, random) -> withSignature(
            from, ByteString.copyFrom(new byte[List.of(1, 32, 63, 64, 65).get(random.nextInt(5))]))),
    SIGNATURE_TWISTED(
            (from, random) -> withSignature(from, plusOrder(parts(from).signature()))),
    SIGNED_AS_SOMETHING_ELSE((from, random) -> {
        List<Domain> others = List.of(Domain.values()).stream()
                .filter(domain -> domain != from.form().domain())
                .toList();
        ByteString payload = parts(from).payload();
        return withSignature(from, from.key().sign(pick(others, random), payload));
    }),
    FROM_ANOTHER_PLACE((from, random) -> pick(from.elsewhere(), random)),
    FROM_ANOTHER_HISTORY((from, random) ->
            from.otherHistory().isEmpty() ? pick(from.elsewhere(), random) : pick(from.otherHistory(), random)),
    FROM_ANOTHER_FLEET((from, random) -> pick(from.otherFleet(), random)),
    SIGNED_FOR_ANOTHER_PLACE((from, random) -> from.form()
            .seal(
                    from.key(),
                    new Twist(random)
                            .of(content(from), pick(from.form().places(), random))
                            .toByteString()));

    /** The order of the group that Ed25519 counts in: a signature whose second half is larger by it fits the same equation. */
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final int HALF = 32;

    private static final List<Trick> ALL = List.of(values());

    private final Play play;

    Trick(Play play) {
        this.play = play;
    }

    private interface Play {
        ByteString of(Original from, Random random) throws InvalidProtocolBufferException;
    }

    /** One of them. */
    static Trick any(Random random) {
        return pick(ALL, random);
    }

    /** What the forger sends instead of the original. */
    ByteString play(Original from, Random random) {
        try {
            return play.of(from, random);
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException("an original cannot be read", broken);
        }
    }

    private static ByteString bitsFlipped(Original from, Random random) {
        byte[] bytes = from.sealed().toByteArray();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return ByteString.copyFrom(bytes);
    }

    private static ByteString bytesReplaced(Original from, Random random) {
        ByteString all = from.sealed();
        int at = random.nextInt(all.size());
        int until = Math.min(all.size(), at + random.nextInt(20));
        return all.substring(0, at).concat(noise(random, random.nextInt(20))).concat(all.substring(until));
    }

    private static ByteString noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private static Parts parts(Original from) throws InvalidProtocolBufferException {
        return from.form().open(from.sealed());
    }

    private static ByteString withPayload(Original from, ByteString payload) throws InvalidProtocolBufferException {
        Parts parts = parts(from);
        return from.form().close(new Parts(payload, parts.keyId(), parts.signature()));
    }

    private static ByteString withSignature(Original from, ByteString signature) throws InvalidProtocolBufferException {
        Parts parts = parts(from);
        return from.form().close(new Parts(parts.payload(), parts.keyId(), signature));
    }

    private static ByteString altered(Original from, Random random) throws InvalidProtocolBufferException {
        return new Twist(random).of(content(from)).toByteString();
    }

    private static Message content(Original from) throws InvalidProtocolBufferException {
        return from.form().content().getParserForType().parseFrom(parts(from).payload());
    }

    private static ByteString plusOrder(ByteString signature) {
        byte[] second = signature.substring(HALF).toByteArray();
        byte[] raised = new BigInteger(1, reversed(second)).add(ORDER).toByteArray();
        byte[] twisted = new byte[HALF];
        byte[] backwards = reversed(raised);
        System.arraycopy(backwards, 0, twisted, 0, Math.min(HALF, backwards.length));
        return signature.substring(0, HALF).concat(ByteString.copyFrom(twisted));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
