package dev.lockstep.change;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Release;
import dev.lockstep.v1.Rollout;
import java.util.List;
import java.util.Map;

/** The whole file: the one table of everything that it may hold. */
final class ChangeForm {
    private static final Key<String> CHANGE = Key.required(
            "change",
            TextForm.CHANGE,
            "orders-region",
            "The change's name, unique in the fleet: letters, digits and '-'.");
    private static final Key<String> FLEET =
            Key.required("fleet", TextForm.FLEET, "orders", "The fleet that it is for.");
    private static final Key<String> WHY =
            Key.optional("why", TextForm.PROSE, "Route new orders by region (OPS-4711)", "The reason, for people.");
    private static final Key<List<PlacedOperation>> OPERATIONS = Key.required(
            "operations",
            new ListForm<>("operations", new OperationForm(), false),
            "[{add_column: {…}}]",
            "What should be different, in order.");
    private static final Key<Rollout> ROLLOUT =
            Key.optional("rollout", RolloutForm.SHAPE, "{max_parallel: 8}", "How the change goes through the fleet.");
    private static final Key<Release> RELEASE =
            Key.optional("release", ReleaseForm.SHAPE, "{soak: 30m}", "What RELEASE waits for.");
    private static final Key<ViewsForm.Given> VIEWS = Key.optional(
            "views",
            ViewsForm.SHAPE,
            "{before: shop_v1, after: shop_v2}",
            "A schema of views for each version of the application; all versions use the tables when not given.");

    static final Shape<Change> SHAPE = new Shape<>(
            "a change file",
            "A change: what should be different on every node of a fleet, and how careful to be.",
            List.of(CHANGE, FLEET, WHY, OPERATIONS, VIEWS, ROLLOUT, RELEASE),
            Map.of(
                    "sql",
                    new RefusedKey(
                            OPERATIONS.name(),
                            "a change by SQL (`sql` at the top of the file) is not yet supported; write `operations`,"
                                    + " each statement as the operation that it means or as a raw step:"
                                    + " `- sql: {phase: expand, postgres: {run: \"…\"}}`")),
            ChangeForm::build);

    private ChangeForm() {}

    private static Change build(Fields fields, ProblemLog problems) {
        List<PlacedOperation> operations = fields.get(OPERATIONS).orElse(List.of());
        OperationsTogether.check(operations, problems);
        AloneOnTable.check(operations, problems);
        if (!fields.has(VIEWS)) {
            ViewsWithOperations.checkWithout(operations, problems);
        }
        fields.get(VIEWS)
                .ifPresent(given -> ViewsWithOperations.check(given, operations, fields.place(VIEWS), problems));
        Change.Builder change = Change.newBuilder()
                .setRollout(fields.get(ROLLOUT).orElse(RolloutForm.DEFAULT))
                .setRelease(fields.get(RELEASE).orElse(ReleaseForm.DEFAULT));
        fields.get(CHANGE).ifPresent(change::setName);
        fields.get(FLEET).ifPresent(change::setFleet);
        fields.get(WHY).ifPresent(why -> change.setWhy(why.strip()));
        fields.get(VIEWS).ifPresent(given -> change.setViews(given.views()));
        operations.forEach(placed -> change.addOperations(placed.operation()));
        return change.build();
    }
}
