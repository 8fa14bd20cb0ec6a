package dev.lockstep.change;

import dev.lockstep.v1.Views;
import java.util.List;

/** {@code views}: the schemas in which an old and a new version of the application each find their own shape. */
final class ViewsForm {
    static final Key<String> BEFORE = Key.optional(
            "before",
            TextForm.VERSION,
            "shop_v1",
            "The schema of the version before: what an earlier change made as `after`, or a new one; it goes in"
                    + " CONTRACT. When not given, that version uses the tables.");
    static final Key<String> AFTER = Key.optional(
            "after",
            TextForm.VERSION,
            "shop_v2",
            "The schema of the version after, made in EXPAND; it stays. When not given, that version uses the tables.");

    static final Shape<Given> SHAPE = new Shape<>(
            "views",
            "Gives the old and the new version of the application each a schema of updatable views (PostgreSQL).",
            List.of(BEFORE, AFTER),
            ViewsForm::build);

    private ViewsForm() {}

    /**
     * What the file says.
     *
     * @param views as far as the names will do
     * @param hasAfter whether there is a version after with views, rightly or wrongly named
     */
    record Given(Views views, boolean hasAfter) {}

    private static Given build(Fields fields, ProblemLog problems) {
        Views.Builder views = Views.newBuilder();
        fields.get(BEFORE).ifPresent(views::setBefore);
        fields.get(AFTER).ifPresent(views::setAfter);
        if (fields.get(BEFORE).isPresent() && fields.get(BEFORE).equals(fields.get(AFTER))) {
            problems.add(
                    fields.place(AFTER),
                    "expected another name than that of the version before, because both stand side by side until"
                            + " CONTRACT, found "
                            + Found.quoted(fields.get(AFTER).get())
                            + " for both; give each version a name of its own");
        }
        if (!fields.has(BEFORE) && !fields.has(AFTER)) {
            problems.add(
                    fields.place(),
                    "expected `before`, `after` or both in views, found neither; add `after: shop_v2`, or take `views` out");
        }
        return new Given(views.build(), fields.has(AFTER));
    }
}
