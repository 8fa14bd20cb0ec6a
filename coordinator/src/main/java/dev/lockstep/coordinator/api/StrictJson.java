package dev.lockstep.coordinator.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;

/**
 * JSON of the API: protobuf's own mapping (lowerCamelCase, enums by name, 64-bit numbers as strings), every field without presence printed, and nothing that is
 * unknown, doubled or malformed accepted.
 */
final class StrictJson {
    private static final ObjectMapper SYNTAX = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().alwaysPrintFieldsWithNoPresence();
    private static final JsonFormat.Printer ONE_LINE = PRINTER.omittingInsignificantWhitespace();

    private StrictJson() {}

    /** Many lines, for people who read what curl prints. */
    static String print(MessageOrBuilder message) {
        return print(PRINTER, message) + "\n";
    }

    static String printOnOneLine(MessageOrBuilder message) {
        return print(ONE_LINE, message);
    }

    /** A new, empty object. */
    static ObjectNode object() {
        return SYNTAX.createObjectNode();
    }

    /**
     * Reads a JSON object; blank text is an empty one.
     *
     * @throws RequestRefused with the place, when it is not well-formed
     */
    static ObjectNode parse(String text) {
        if (text.isBlank()) {
            return object();
        }
        JsonNode node;
        try {
            node = SYNTAX.readTree(text);
        } catch (JacksonException malformed) {
            throw new RequestRefused(
                    RequestRefused.Code.INVALID,
                    "expected well-formed JSON, but " + place(malformed) + malformed.getOriginalMessage(),
                    "Correct the body; docs/api.md has an example of each request.");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new RequestRefused(
                RequestRefused.Code.INVALID,
                "expected a JSON object as the body, but found "
                        + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT),
                "Put the fields between { and }.");
    }

    /**
     * Adds the fields of an object to a message, one by one, so that a misfit is known by its name.
     *
     * @throws RequestRefused that names what does not fit
     */
    static void merge(ObjectNode object, Message.Builder message) {
        object.fields().forEachRemaining(field -> {
            try {
                PARSER.merge(object().set(field.getKey(), field.getValue()).toString(), message);
            } catch (InvalidProtocolBufferException misfit) {
                throw new RequestRefused(
                        RequestRefused.Code.INVALID,
                        "expected the fields of "
                                + message.getDescriptorForType().getName() + ", but '" + field.getKey()
                                + "' does not fit: " + misfit.getMessage(),
                        "Known fields: " + RequestFields.names(message.getDescriptorForType()) + ".");
            }
        });
    }

    private static String place(JacksonException malformed) {
        return malformed.getLocation() == null
                ? ""
                : "at line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr() + ": ";
    }

    private static String print(JsonFormat.Printer printer, MessageOrBuilder message) {
        try {
            return printer.print(message);
        } catch (InvalidProtocolBufferException unknownAny) {
            throw new IllegalStateException("an answer cannot be printed as JSON", unknownAny);
        }
    }
}
