package dev.lockstep.deploy.command;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

/** JSON as the command writes it: every field is there, also those that hold nothing. */
final class Json {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    /** A record of ours, on one line. */
    static String of(Object value) {
        return GSON.toJson(value);
    }

    /** A message of the contract, as REST would answer it. */
    static String of(Message message) {
        return print(JsonFormat.printer().alwaysPrintFieldsWithNoPresence(), message);
    }

    /** The same on one line. */
    static String lineOf(Message message) {
        return print(JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace(), message);
    }

    private static String print(JsonFormat.Printer printer, Message message) {
        try {
            return printer.print(message);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("the contract has no field of type Any", impossible);
        }
    }
}
