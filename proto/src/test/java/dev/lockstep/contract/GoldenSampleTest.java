package dev.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import dev.lockstep.golden.GoldenFile;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.Fingerprint;
import dev.lockstep.v1.JournalEntry;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.SignedEnvelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was once written to a journal, a ledger or a signed envelope can be read for ever. Each sample is two files: the bytes in hex, and what they mean.
 * A sample is never changed; {@code -Dlockstep.golden=write} only adds those that are missing.
 */
class GoldenSampleTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    /** Each sample's name with a message of its type in which every field has a value. */
    private static Map<String, Message> wanted() {
        Map<String, Message> wanted = new LinkedHashMap<>();
        for (Event.KindCase kind : Event.KindCase.values()) {
            addKind(wanted, "event", Event.newBuilder(), kind.getNumber());
        }
        for (Order.KindCase kind : Order.KindCase.values()) {
            addKind(wanted, "order", Order.newBuilder(), kind.getNumber());
        }
        for (Operation.KindCase kind : Operation.KindCase.values()) {
            addKind(wanted, "operation", Operation.newBuilder(), kind.getNumber());
        }
        List<Message.Builder> whole = List.of(
                JournalEntry.newBuilder(),
                Directive.newBuilder(),
                SignedEnvelope.newBuilder(),
                Plan.newBuilder(),
                Change.newBuilder(),
                Approval.newBuilder(),
                Fingerprint.newBuilder());
        whole.forEach(builder -> wanted.put(
                builder.getDescriptorForType().getName().toLowerCase(java.util.Locale.ROOT),
                SampleMessage.of(builder)));
        return wanted;
    }

    private static void addKind(Map<String, Message> wanted, String folder, Message.Builder builder, int number) {
        // The number 0 stands for "no kind".
        if (number != 0) {
            FieldDescriptor kind = builder.getDescriptorForType().findFieldByNumber(number);
            wanted.put(folder + "/" + kind.getName(), SampleMessage.of(builder, kind));
        }
    }

    static List<String> names() {
        return new ArrayList<>(wanted().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void anOldSampleStillMeansWhatItMeant(String name) throws IOException {
        Message wanted = Objects.requireNonNull(wanted().get(name), name);
        Path hex = FOLDER.resolve(name + ".hex");
        Path text = FOLDER.resolve(name + ".txtpb");
        if (GoldenFile.isWriting() && !Files.exists(hex)) {
            GoldenFile.write(hex, HexFormat.of().formatHex(wanted.toByteArray()) + "\n");
            GoldenFile.write(text, TextFormat.printer().escapingNonAscii(false).printToString(wanted));
        }
        assertThat(hex)
                .as(
                        "a golden sample of %s; make it with -Dtest=GoldenSampleTest -Dlockstep.golden=write, look at it, and"
                                + " commit both files",
                        name)
                .exists();
        byte[] bytes = HexFormat.of().parseHex(GoldenFile.read(hex).strip());

        Message decoded = wanted.newBuilderForType().mergeFrom(bytes).build();

        assertThat(unknownFields(decoded))
                .as("fields that nobody knows any more")
                .isEmpty();
        assertThat(decoded.toByteArray()).as("the same bytes again").isEqualTo(bytes);
        Message.Builder meaning = wanted.newBuilderForType();
        TextFormat.merge(GoldenFile.read(text), meaning);
        assertThat(decoded).as("the meaning in %s", text).isEqualTo(meaning.build());
    }

    @Test
    void noSampleIsLeftOver() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<String> samples = files.map(
                            file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".hex"))
                    .map(file -> file.substring(0, file.length() - ".hex".length()))
                    .toList();
            assertThat(names())
                    .as("a kind that once was written stays readable: keep it in the contract")
                    .containsAll(samples);
        }
    }

    private static List<String> unknownFields(Message message) {
        List<String> unknown = new ArrayList<>();
        UnknownFieldSet here = message.getUnknownFields();
        here.asMap()
                .keySet()
                .forEach(number -> unknown.add(message.getDescriptorForType().getName() + "." + number));
        message.getAllFields().values().forEach(value -> {
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            values.stream()
                    .filter(Message.class::isInstance)
                    .forEach(item -> unknown.addAll(unknownFields((Message) item)));
        });
        return unknown;
    }
}
