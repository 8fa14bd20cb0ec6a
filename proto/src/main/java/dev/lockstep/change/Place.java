package dev.lockstep.change;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A point in a file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
record Place(int line, int column) {
    static final Place START = new Place(1, 1);

    /** Where a node begins. */
    static Place of(Node node) {
        return of(node.getStartMark());
    }

    static Place of(Optional<Mark> mark) {
        return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(START);
    }

    /** The place of a character of a text. */
    static Place of(String text, int index) {
        String before = text.substring(0, Math.min(index, text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return new Place(line + 1, before.length() - before.lastIndexOf('\n'));
    }
}
