package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.Locale;
import java.util.Set;

/** Texts in quotes that are to be values of a type. */
public final class Literals {
    private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");
    private static final Set<String> WORDS_OF_TRUTH = Set.of(
            "t", "true", "y", "yes", "on", "1", "f", "false", "n", "no", "off", "0", "tr", "tru", "fa", "fal", "fals",
            "of", "ye");

    private final Types types;

    public Literals(Types types) {
        this.types = types;
    }

    private static boolean isDay(String text) {
        try {
            return java.time.LocalDate.parse(text).getYear() > 0;
        } catch (java.time.format.DateTimeParseException noSuchDay) {
            return false;
        }
    }

    /** @throws Refusal when the server would not read the text as a value of the type */
    public void require(String text, TypeRef type) {
        TypeRef base = types.base(type);
        boolean numeric = INTEGERS.contains(base.key())
                || Set.of("numeric", "float4", "float8").contains(base.key());
        String pattern = INTEGERS.contains(base.key())
                ? "\\s*[-+]?[0-9_xXa-fA-F]+\\s*"
                : "\\s*([-+]?[0-9_.]+([eE][-+]?[0-9]+)?|[-+]?(?i:nan|infinity|inf))\\s*";
        boolean wrongNumber = numeric
                && (!text.matches(pattern) || text.matches("\\s*[a-zA-Z]+\\s*") && INTEGERS.contains(base.key()));
        boolean wrongTruth = base.key().equals("bool")
                && !WORDS_OF_TRUTH.contains(text.strip().toLowerCase(Locale.ROOT));
        boolean wrongUuid = base.key().equals("uuid") && !text.matches("\\{?[0-9a-fA-F-]{32,38}}?");
        boolean wrongTime = Set.of("date", "timestamp", "timestamptz").contains(base.key())
                && !text.matches(".*[0-9].*|\\s*(?i:now|today|tomorrow|yesterday|-?infinity|epoch|allballs)\\s*");
        if (wrongTime) {
            throw new Refusal("22007", "invalid input syntax for type " + base.shown() + ": \"" + text + "\"");
        }
        boolean ofCalendar = Set.of("date", "timestamp", "timestamptz").contains(base.key())
                && text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?");
        if (ofCalendar && !isDay(text.substring(0, "2024-02-29".length()))) {
            throw new Refusal("22008", "date/time field value out of range: \"" + text + "\"");
        }
        boolean wrongLabel = types.user(base)
                .filter(user -> !base.isArray() && user.kind() == UserType.Kind.ENUM)
                .map(user -> !user.labels().contains(text))
                .orElse(false);
        boolean wrongArray =
                base.isArray() && !text.strip().startsWith("{") && !text.strip().startsWith("[");
        if (wrongArray) {
            throw new Refusal("22P02", "malformed array literal: \"" + text + "\"");
        }
        if (wrongNumber || wrongTruth || wrongUuid || wrongLabel) {
            String what = wrongLabel ? "invalid input value for enum " : "invalid input syntax for type ";
            throw new Refusal("22P02", what + base.shown() + ": \"" + text + "\"");
        }
    }
}
