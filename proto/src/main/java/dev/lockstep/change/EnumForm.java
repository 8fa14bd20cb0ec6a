package dev.lockstep.change;

import dev.lockstep.v1.AddEnumValue;
import dev.lockstep.v1.Operation;
import java.util.List;

/** {@code add_enum_value}. */
final class EnumForm {
    private static final Key<String> TYPE = Key.required("type", TextForm.NAME, "mood", "The enum type.");
    private static final Key<String> VALUE = Key.required("value", TextForm.NAME, "glad", "The new value.");
    private static final Key<String> BEFORE = Key.optional(
            "before", TextForm.NAME, "happy", "The value that it stands before; at the end when not given.");
    private static final Key<String> AFTER =
            Key.optional("after", TextForm.NAME, "sad", "The value that it stands after; at the end when not given.");

    static final Shape<Operation> SHAPE = new Shape<>(
            "add_enum_value",
            "Adds a value to an enum type, in CONTRACT; it never goes again. PostgreSQL only.",
            List.of(TYPE, VALUE, BEFORE, AFTER),
            EnumForm::build);

    private EnumForm() {}

    private static Operation build(Fields fields, ProblemLog problems) {
        if (fields.has(BEFORE) && fields.has(AFTER)) {
            problems.add(fields.place(AFTER), "expected `before` or `after`, found both; take one out");
        }
        AddEnumValue.Builder value = AddEnumValue.newBuilder();
        fields.get(TYPE).ifPresent(value::setType);
        fields.get(VALUE).ifPresent(value::setValue);
        fields.get(BEFORE).ifPresent(value::setBefore);
        fields.get(AFTER).ifPresent(value::setAfter);
        return Operation.newBuilder().setAddEnumValue(value).build();
    }
}
