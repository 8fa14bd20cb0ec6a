package dev.lockstep.change;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A text that is not blank.
 *
 * @param what it is, such as "a name"
 * @param objection why a text will not do, as the part of a message after "expected "; empty when it will
 * @param schema its JSON Schema
 */
record TextForm(String what, Function<String, Optional<String>> objection, Map<String, Object> schema)
        implements Form<String> {
    private static final int MAX_NAME_BYTES = 63;
    private static final Pattern CHANGE_NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern VERSION_NAME =
            Pattern.compile("(?!pg_|(?:public|information_schema|lockstep)$)[a-z_][a-z0-9_]{0,62}");
    private static final Pattern FLEET_NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /** Anything for people. */
    static final TextForm PROSE = new TextForm("text", text -> Optional.empty(), Map.of("type", "string"));

    /** A table, column or index. */
    static final TextForm NAME = new TextForm(
            "a name", TextForm::objectionToName, Map.of("type", "string", "minLength", 1, "maxLength", MAX_NAME_BYTES));

    /** The name of a change. */
    static final TextForm CHANGE = new TextForm(
            "the name of a change",
            text -> matches(CHANGE_NAME, text, "1 to 100 letters, digits and '-'"),
            Map.of("type", "string", "pattern", "^" + CHANGE_NAME + "$"));

    /** The schema of one version of an application. It stands in search paths, so it must need no quotes. */
    static final TextForm VERSION = new TextForm(
            "the name of a schema",
            text -> matches(
                    VERSION_NAME,
                    text,
                    "1 to 63 lower-case letters, digits and '_', not a digit first, and no name of the server's own"),
            Map.of("type", "string", "pattern", "^" + VERSION_NAME + "$"));

    /** The name of a fleet. */
    static final TextForm FLEET = new TextForm(
            "the name of a fleet",
            text -> matches(FLEET_NAME, text, "1 to 100 letters, digits, '-' and '_'"),
            Map.of("type", "string", "pattern", "^" + FLEET_NAME + "$"));

    @Override
    public Optional<String> read(Node node, ProblemLog problems) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            problems.add(node, "expected " + what + ", found " + Found.in(node) + advice(node));
            return Optional.empty();
        }
        String text = scalar.getValue();
        if (text.isBlank()) {
            problems.add(node, "expected " + what + ", found an empty text");
            return Optional.empty();
        }
        Optional<String> expected = objection.apply(text);
        expected.ifPresent(rule -> problems.add(node, "expected " + rule + ", found " + Found.quoted(text)));
        return expected.isPresent() ? Optional.empty() : Optional.of(text);
    }

    /** A number or a truth value can be meant as text. */
    private static String advice(Node node) {
        boolean canBeText = node instanceof ScalarNode && !node.getTag().equals(Tag.NULL);
        return canBeText ? "; put it in quotes when it is meant as text" : "";
    }

    private static Optional<String> objectionToName(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= MAX_NAME_BYTES
                ? Optional.empty()
                : Optional.of("a name of at most " + MAX_NAME_BYTES + " bytes (what every engine takes; this one has "
                        + bytes + ")");
    }

    private static Optional<String> matches(Pattern pattern, String text, String rule) {
        return pattern.matcher(text).matches() ? Optional.empty() : Optional.of(rule);
    }
}
