package dev.lockstep.coordinator.reverse;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comment at the end of a recorded definition. PostgreSQL writes one with a backslash as {@code E'…'}, and doubles it. */
final class CommentText {
    /** The pattern of its literal. */
    static final String LITERAL = "E?'(?:[^']|'')*'";

    private static final Pattern LAST = Pattern.compile(".* comment (?<literal>" + LITERAL + ")", Pattern.DOTALL);

    private CommentText() {}

    static Optional<String> of(String definition) {
        Matcher found = LAST.matcher(definition);
        return found.matches() ? Optional.of(read(found.group("literal"))) : Optional.empty();
    }

    static String read(String literal) {
        boolean isEscaped = literal.startsWith("E");
        String text = literal.substring(isEscaped ? 2 : 1, literal.length() - 1).replace("''", "'");
        return isEscaped ? text.replace("\\\\", "\\") : text;
    }
}
