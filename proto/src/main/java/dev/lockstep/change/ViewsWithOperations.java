package dev.lockstep.change;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Views;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the views of two versions ask of the operations beside them, and what operations ask for views. */
final class ViewsWithOperations {
    private static final String DEFAULT_SCHEMA = "public";

    private static final String NO_VERSION =
            "partitions are no part of a version, because applications use the whole; make a change of its own of it";

    /** Operations whose two shapes no view can show, each with the reason. */
    private static final Map<Operation.KindCase, String> HIDDEN = Map.of(
            Operation.KindCase.CREATE_PARTITION,
            NO_VERSION,
            Operation.KindCase.ATTACH_PARTITION,
            NO_VERSION,
            Operation.KindCase.DETACH_PARTITION,
            NO_VERSION,
            Operation.KindCase.DROP_PARTITION,
            NO_VERSION,
            Operation.KindCase.SQL,
            "nobody can tell what a raw step makes of the tables that the views show; make a change of its own of it, or"
                    + " leave `after` out",
            Operation.KindCase.WIDEN_KEY,
            "both versions use the same key until CONTRACT, and a view would keep the old column from going; leave"
                    + " `after` out, so that the version after uses the tables");

    private final Views views;
    private final ProblemLog problems;

    private ViewsWithOperations(Views views, ProblemLog problems) {
        this.views = views;
        this.problems = problems;
    }

    /** Without views nobody writes the new type of a column that keeps its name. */
    static void checkWithout(List<PlacedOperation> operations, ProblemLog problems) {
        for (PlacedOperation placed : operations) {
            Operation operation = placed.operation();
            if (operation.hasChangeType()
                    && operation.getChangeType().getTo().isEmpty()
                    && operation.getChangeType().hasDown()) {
                problems.add(
                        placed.place(),
                        "expected no `down` without `to`, because nobody writes the new type before CONTRACT then, found"
                                + " one; take it out, give the new type a name by `to`, or give each version of the"
                                + " application its own `views`");
            }
        }
    }

    static void check(ViewsForm.Given given, List<PlacedOperation> operations, Place place, ProblemLog problems) {
        ViewsWithOperations together = new ViewsWithOperations(given.views(), problems);
        if (given.hasAfter()) {
            operations.forEach(together::check);
        } else {
            checkWithout(operations, problems);
        }
        together.checkSchemas(operations, place);
    }

    private void check(PlacedOperation placed) {
        Operation.KindCase kind = placed.operation().getKindCase();
        String reason = HIDDEN.get(kind);
        if (reason != null) {
            problems.add(
                    placed.place(),
                    "expected operations that `views` can show in two shapes, found "
                            + kind.name().toLowerCase(Locale.ROOT) + ": " + reason);
        }
    }

    /** Views of one version stand over one schema, and are none of its own. */
    private void checkSchemas(List<PlacedOperation> operations, Place place) {
        Optional<PlacedOperation> first = operations.stream()
                .filter(placed -> schemaOf(placed.operation()).isPresent())
                .findFirst();
        if (first.isEmpty()) {
            return;
        }
        String base = schemaOf(first.get().operation()).orElseThrow();
        for (PlacedOperation placed : operations) {
            schemaOf(placed.operation())
                    .filter(schema -> !schema.equals(base))
                    .ifPresent(schema -> problems.add(
                            placed.place(),
                            "expected all tables of a change with `views` in one schema, found " + Found.quoted(schema)
                                    + " here and " + Found.quoted(base) + " at line "
                                    + first.get().place().line() + "; make two changes of them"));
        }
        if (Stream.of(views.getBefore(), views.getAfter()).anyMatch(base::equals)) {
            problems.add(
                    place,
                    "expected other names for the schemas of views than that of the tables, found " + Found.quoted(base)
                            + "; name them for versions of the application");
        }
    }

    private static Optional<String> schemaOf(Operation operation) {
        for (Object kind : operation.getAllFields().values()) {
            if (kind instanceof Message message) {
                FieldDescriptor field = message.getDescriptorForType().findFieldByName("table");
                String table = field == null ? "" : String.valueOf(message.getField(field));
                int dot = table.indexOf('.');
                return table.isEmpty()
                        ? Optional.empty()
                        : Optional.of(dot < 0 ? DEFAULT_SCHEMA : table.substring(0, dot));
            }
        }
        return Optional.empty();
    }
}
