package dev.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.lockstep.golden.GoldenFile;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Event;
import dev.lockstep.v1.FleetStatus;
import dev.lockstep.v1.Plan;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every field number that was ever given keeps its name and type, or is reserved. The file {@code golden/fields.txt} remembers them; its lines are never
 * changed, and {@code -Dlockstep.golden=write} only adds those that are missing.
 */
class FieldNumberTest {
    private static final Path LOCK = Path.of("src/test/resources/golden/fields.txt");
    private static final Path CONTRACT = Path.of("src/main/protobuf/lockstep/v1");
    private static final List<FileDescriptor> FILES = Stream.of(
                    Position.getDescriptor(),
                    Change.getDescriptor(),
                    Plan.getDescriptor(),
                    Report.getDescriptor(),
                    Directive.getDescriptor(),
                    Event.getDescriptor(),
                    Snapshot.getDescriptor(),
                    AgentMessage.getDescriptor(),
                    FleetStatus.getDescriptor())
            .map(Descriptor::getFile)
            .toList();

    @Test
    void noFieldNumberIsReusedRetypedOrLost() throws IOException {
        Map<String, String> locked = locked();

        List<String> broken = new ArrayList<>();
        Map<String, String> current = current();
        Map<String, String> reserved = reserved();
        locked.forEach((number, meaning) -> {
            String now = current.get(number);
            if (now == null && !reserved.containsKey(number)) {
                broken.add(number + " " + meaning + ": is gone; write `reserved` with its number into the contract");
            } else if (now != null && !now.equals(meaning)) {
                broken.add(number + " " + meaning + ": now is " + now + "; take a new number");
            }
        });

        assertThat(broken)
                .as("field numbers that lost their meaning (%s)", LOCK)
                .isEmpty();
    }

    @Test
    void everyFieldNumberIsLocked() throws IOException {
        Map<String, String> known = locked();
        List<String> missing = new ArrayList<>();
        current().forEach((number, meaning) -> {
            if (!known.containsKey(number)) {
                missing.add(number + " " + meaning);
            }
        });
        if (GoldenFile.isWriting() && !missing.isEmpty()) {
            Map<String, String> all = new TreeMap<>(known);
            current().forEach(all::putIfAbsent);
            StringBuilder lines = new StringBuilder();
            all.forEach((number, meaning) ->
                    lines.append(number).append(' ').append(meaning).append('\n'));
            GoldenFile.write(LOCK, lines.toString());
            missing.clear();
        }

        assertThat(missing)
                .as(
                        "field numbers that %s does not know yet; add these lines, or run -Dtest=FieldNumberTest"
                                + " -Dlockstep.golden=write",
                        LOCK)
                .isEmpty();
    }

    @Test
    void everyFileOfTheContractIsLookedAt() throws IOException {
        try (Stream<Path> files = Files.list(CONTRACT)) {
            assertThat(files.map(file -> "lockstep/v1/" + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(
                            FILES.stream().map(FileDescriptor::getName).toList());
        }
    }

    private static Map<String, String> locked() throws IOException {
        Map<String, String> locked = new TreeMap<>();
        if (!Files.exists(LOCK)) {
            return locked;
        }
        for (String line : Files.readAllLines(LOCK)) {
            int space = line.indexOf(' ');
            assertThat(locked.put(line.substring(0, space), line.substring(space + 1)))
                    .as("lines of %s with the same number as: %s", LOCK, line)
                    .isNull();
        }
        return locked;
    }

    /** "Message#number" to "name type label", and "Enum#number" to "name". */
    private static Map<String, String> current() {
        Map<String, String> current = new TreeMap<>();
        for (FileDescriptor file : FILES) {
            file.getMessageTypes().forEach(message -> addMessage(message, current));
            file.getEnumTypes().forEach(type -> addEnum(type, current));
        }
        return current;
    }

    private static void addMessage(Descriptor message, Map<String, String> current) {
        for (FieldDescriptor field : message.getFields()) {
            current.put(
                    key(message.getFullName(), field.getNumber()), field.getName() + " " + type(field) + label(field));
        }
        message.getNestedTypes().forEach(nested -> addMessage(nested, current));
        message.getEnumTypes().forEach(type -> addEnum(type, current));
    }

    private static void addEnum(EnumDescriptor type, Map<String, String> current) {
        type.getValues().forEach(value -> current.put(key(type.getFullName(), value.getNumber()), value.getName()));
    }

    private static Map<String, String> reserved() {
        Map<String, String> reserved = new TreeMap<>();
        for (FileDescriptor file : FILES) {
            for (Descriptor message : file.getMessageTypes()) {
                for (DescriptorProto.ReservedRange range : message.toProto().getReservedRangeList()) {
                    for (int number = range.getStart(); number < range.getEnd(); number++) {
                        reserved.put(key(message.getFullName(), number), "reserved");
                    }
                }
            }
            file.getEnumTypes()
                    .forEach(type -> type.toProto().getReservedRangeList().forEach(range -> {
                        for (int number = range.getStart(); number <= range.getEnd(); number++) {
                            reserved.put(key(type.getFullName(), number), "reserved");
                        }
                    }));
        }
        return reserved;
    }

    private static String key(String owner, int number) {
        return owner.substring("lockstep.v1.".length()) + "#" + number;
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getName();
            case ENUM -> field.getEnumType().getName();
            default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private static String label(FieldDescriptor field) {
        if (field.isRepeated()) {
            return " repeated";
        }
        if (field.getRealContainingOneof() != null) {
            return " oneof " + field.getRealContainingOneof().getName();
        }
        return field.hasPresence() && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE ? " optional" : "";
    }
}
