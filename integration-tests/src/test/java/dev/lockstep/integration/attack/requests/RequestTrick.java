package dev.lockstep.integration.attack.requests;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A way to make a request of a right one that nobody honest would send, and that must be refused. */
enum RequestTrick {
    // What the body is.
    UNKNOWN_FIELD(field("force", "true")),
    FIELD_OF_ANOTHER_METHOD(field("confirm", "true")),
    FIELD_TWICE(json(text -> text.substring(0, text.length() - 1) + ",\"by\":\"bob\"}")),
    CUT_BODY((right, dice) -> Optional.of(right.text().body(cut(right.body().toString(), dice)))),
    MORE_AFTER_THE_BODY(json(text -> text + " {}")),
    LIST_OF_BODIES(json(text -> "[" + text + "]")),
    BODY_IS_A_WORD(json(text -> "true")),
    BODY_IS_NULL(json(text -> "null")),
    COMMENT_IN_THE_BODY(json(text -> "/* urgent */" + text)),
    SINGLE_QUOTES(json(text -> text.replace('"', '\''))),
    DEEP_BODY(json(text -> "{\"by\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}")),
    LARGE_BODY(json(text -> text.substring(0, text.length() - 1) + " ".repeat(5 << 20) + "}")),
    BYTES_THAT_ARE_NO_TEXT((right, dice) -> Optional.of(right.text().body(spoilt(right.body(), dice)))),
    RAW_CONTROL_CHARACTER(json(text -> text.replace("\"ann\"", "\"an\u0001n\""))),
    NO_BODY((right, dice) ->
            right.isApproval() || !right.isOfEpoch() ? Optional.of(right.text().body("")) : Optional.empty()),

    // What single values say.
    ESCAPE_SEQUENCE_AS_NAME(by(dice -> "ann\u001b[" + dice.nextInt(9) + "J")),
    CONTROL_CHARACTER_AS_NAME(by(dice -> "an" + (char) dice.nextInt(0x20) + "n")),
    TURNED_AROUND_NAME(by(dice -> "an" + (char) (0x202A + dice.nextInt(5)) + "n")),
    HALF_A_CHARACTER_AS_NAME((right, dice) ->
            Optional.of(right.text().body(right.body().toString().replace("\"ann\"", "\"ann\\ud83d\"")))),
    LONG_NAME(by(dice -> "a".repeat(1_001 + dice.nextInt(9_000)))),
    NAME_IS_AN_OBJECT((right, dice) -> {
        ObjectNode body = right.copy();
        body.putObject("by").put("name", "ann");
        return Optional.of(right.text(body));
    }),
    NAME_IS_A_LIST((right, dice) -> {
        ObjectNode body = right.copy();
        body.putArray("by").add("ann").add("bob");
        return Optional.of(right.text(body));
    }),
    SECOND_LINE_AS_REASON(reason(dice -> "later\n" + "epoch " + dice.nextInt(99) + " completed")),
    ESCAPE_SEQUENCE_AS_REASON(reason(dice -> "later\u001b[1A\u001b[2K")),
    LONG_REASON(reason(dice -> "x".repeat(100_000))),
    ANOTHER_FLEET_IN_THE_BODY(field("fleet", "\"payments\"")),
    ANOTHER_EPOCH_IN_THE_BODY((right, dice) ->
            right.isOfEpoch() ? put(right, "epoch", Integer.toString(2 + dice.nextInt(99))) : Optional.empty()),
    WORD_FOR_TRUTH((right, dice) ->
            right.hasReason() ? Optional.of(right.text(right.copy().put("confirmLoss", "perhaps"))) : Optional.empty()),

    // Where it goes.
    UNKNOWN_FLEET(target(text -> text.replace("/fleets/orders", "/fleets/Orders"))),
    FLEET_WITH_A_WAY_UP(target(text -> text.replace("/fleets/orders", "/fleets/orders%2f..%2forders"))),
    FLEET_WITH_NUL(target(text -> text.replace("/fleets/orders", "/fleets/orders%00"))),
    WAY_UP(target(text -> "/v1/../../../../etc/passwd")),
    UNKNOWN_PATH(target(text -> text + "/now")),
    PATH_OF_ANOTHER_CASE(target(text -> text.replace("/v1/", "/V1/"))),
    HALF_AN_ESCAPE(target(text -> text + "?by=%zz")),
    UNKNOWN_EPOCH(epoch(dice -> Integer.toString(2 + dice.nextInt(1_000)))),
    NEGATIVE_EPOCH(epoch(dice -> "-1")),
    HUGE_EPOCH(epoch(dice -> "1" + "0".repeat(20 + dice.nextInt(200)))),
    EPOCH_IS_A_WORD(epoch(dice -> "latest")),
    EPOCH_WITH_A_PART(epoch(dice -> "1;epoch=2")),
    EPOCH_IN_BASE_16(epoch(dice -> "0x1")),
    UNKNOWN_PARAMETER(target(text -> text + "?force=true")),
    PARAMETER_TWICE(target(text -> text + "?by=bob&by=eve")),
    LINE_END_IN_A_PARAMETER((right, dice) -> right.hasReason()
            ? Optional.of(right.text(without(right, "reason")).target(right.target() + "?reason=later%0aepoch"))
            : Optional.empty()),

    // How it is sent.
    ANOTHER_KIND_OF_BODY(sent(text -> text.header("Content-Type: text/plain"))),
    FORM(sent(text -> text.header("Content-Type: application/x-www-form-urlencoded"))),
    FROM_ANOTHER_PAGE(sent(text -> text.header("Origin: http://evil.example"))),
    FROM_NOWHERE(sent(text -> text.header("Origin: null"))),
    READ_THAT_WANTS_TO_BE_A_WRITE((right, dice) -> right.isOfEpoch()
            ? Optional.of(right.text().method("GET").line("X-HTTP-Method-Override: POST"))
            : Optional.empty()),
    PUT(sent(text -> text.method("PUT"))),
    DELETE(sent(text -> text.method("DELETE"))),
    MADE_UP_METHOD(true, sent(text -> text.method("LAUNCH"))),
    LENGTH_TOO_SHORT(
            true,
            (right, dice) -> Optional.of(right.text()
                    .line("Content-Length: " + (1 + dice.nextInt(right.text().body().length - 1))))),
    LENGTH_IS_A_WORD(true, sent(text -> text.line("Content-Length: all"))),
    TWO_LENGTHS(
            true,
            sent(text -> text.line("Content-Length: " + text.body().length).line("Content-Length: 0"))),
    BAD_CHUNK(true, sent(text -> text.line("Transfer-Encoding: chunked").body("xyz\r\n{}\r\n0\r\n\r\n"))),
    LINE_THAT_IS_NO_HEADER(true, sent(text -> text.line("by ann"))),

    // Which plans are approved.
    HASH_OF_ANOTHER_PLAN(plans((plans, dice) -> {
        String hash = plans.get(0).get("planHash").asText();
        int at = dice.nextInt(hash.length());
        char other = hash.charAt(at) == 'a' ? 'b' : 'a';
        first(plans).put("planHash", hash.substring(0, at) + other + hash.substring(at + 1));
    })),
    HASH_CUT(plans((plans, dice) ->
            first(plans).put("planHash", plans.get(0).get("planHash").asText().substring(2)))),
    HASH_NOT_IN_HEX(plans((plans, dice) -> first(plans)
            .put("planHash", "g" + plans.get(0).get("planHash").asText().substring(1)))),
    EMPTY_HASH(plans((plans, dice) -> first(plans).put("planHash", ""))),
    NO_PLAN(plans((plans, dice) -> plans.removeAll())),
    ONE_PLAN_TWICE(plans((plans, dice) -> plans.add(plans.get(0).deepCopy()))),
    PLAN_OF_A_STRANGER(plans((plans, dice) -> plans.add(first(plans).deepCopy().put("node", "shard-99")))),
    PLAN_UNDER_ANOTHER_NAME(plans((plans, dice) -> first(plans).put("node", "shard-99")));

    /** Makes it of a right request; empty where it makes no sense. */
    private interface Twist extends BiFunction<RightRequest, Random, Optional<HttpText>> {}

    private final boolean breaksHttp;
    private final Twist twist;

    RequestTrick(Twist twist) {
        this(false, twist);
    }

    RequestTrick(boolean breaksHttp, Twist twist) {
        this.breaksHttp = breaksHttp;
        this.twist = twist;
    }

    /** Whether it is no HTTP any more, so that the connection may be ended without a word. */
    boolean breaksHttp() {
        return breaksHttp;
    }

    /** Makes it of a right request; empty where it makes no sense. */
    Optional<HttpText> of(RightRequest right, Random dice) {
        return twist.apply(right, dice);
    }

    private interface Text extends UnaryOperator<String> {}

    private interface Value extends Function<Random, String> {}

    private interface Way extends UnaryOperator<HttpText> {}

    private interface Approval extends BiConsumer<ArrayNode, Random> {}

    private static Twist json(Text change) {
        return (right, dice) -> {
            String before = right.body().toString();
            String after = change.apply(before);
            return after.equals(before)
                    ? Optional.empty()
                    : Optional.of(right.text().body(after));
        };
    }

    private static Twist field(String name, String value) {
        return (right, dice) -> put(right, name, value);
    }

    private static Optional<HttpText> put(RightRequest right, String name, String value) {
        String body = right.body().toString();
        return Optional.of(
                right.text().body(body.substring(0, body.length() - 1) + ",\"" + name + "\":" + value + "}"));
    }

    private static Twist by(Value value) {
        return (right, dice) -> Optional.of(right.text(right.copy().put("by", value.apply(dice))));
    }

    private static Twist reason(Value value) {
        return (right, dice) -> right.hasReason()
                ? Optional.of(right.text(right.copy().put("reason", value.apply(dice))))
                : Optional.empty();
    }

    private static ObjectNode without(RightRequest right, String field) {
        ObjectNode body = right.copy();
        body.remove(field);
        return body;
    }

    private static Twist target(Text change) {
        return (right, dice) -> Optional.of(right.text().target(change.apply(right.target())));
    }

    private static Twist epoch(Value value) {
        return (right, dice) -> right.isOfEpoch()
                ? Optional.of(right.text()
                        .target(right.target().replaceFirst("/epochs/\\d+", "/epochs/" + value.apply(dice))))
                : Optional.empty();
    }

    private static Twist sent(Way change) {
        return (right, dice) -> Optional.of(change.apply(right.text()));
    }

    private static Twist plans(Approval change) {
        return (right, dice) -> {
            if (!right.isApproval()) {
                return Optional.empty();
            }
            ObjectNode body = right.copy();
            change.accept(body.withArray("plans"), dice);
            return Optional.of(right.text(body));
        };
    }

    private static ObjectNode first(ArrayNode plans) {
        return (ObjectNode) plans.get(0);
    }

    private static String cut(String text, Random dice) {
        return text.substring(0, 1 + dice.nextInt(text.length() - 1));
    }

    private static byte[] spoilt(ObjectNode body, Random dice) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        int inName = body.toString().indexOf("\"ann\"") + 1;
        bytes[inName] = (byte) (0x80 + dice.nextInt(0x40));
        return bytes;
    }
}
