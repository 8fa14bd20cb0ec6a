package dev.lockstep.change;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Says in words what stands at a place. */
final class Found {
    private static final int SHOWN_CHARACTERS = 60;

    private Found() {}

    /** Such as "the number 30", "\"eu\"", "a list", "a mapping" or "nothing". */
    static String in(Node node) {
        return switch (node.getNodeType()) {
            case MAPPING -> "a mapping";
            case SEQUENCE -> "a list";
            case SCALAR -> inScalar((ScalarNode) node);
            case ANCHOR -> "an alias";
        };
    }

    private static String inScalar(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return "nothing";
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return "the number " + node.getValue();
        }
        if (tag.equals(Tag.BOOL)) {
            return node.getValue();
        }
        return quoted(node.getValue());
    }

    /** A text in quotes, on one line and not too long. */
    static String quoted(String text) {
        String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
        boolean isLong = line.codePointCount(0, line.length()) > SHOWN_CHARACTERS;
        String shown = isLong ? line.substring(0, line.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…" : line;
        return "\"" + shown.replace("\"", "\\\"") + "\"";
    }
}
