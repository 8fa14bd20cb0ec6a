package dev.lockstep.agent.engine.postgres;

import java.util.function.UnaryOperator;

/**
 * What becomes of an object that no copy has, or that a copy has otherwise: said by the planner instead of shown by the rehearsal.
 *
 * @param path of the object afterwards
 * @param source path of the object whose live definition it is made from; the same path when it only changes
 * @param definition the new definition from the live one of the source; an empty text means absent
 */
record Foreseen(String path, String source, UnaryOperator<String> definition) {

    /** It goes. A path that ends with {@code /*} stands for all objects below it. */
    static Foreseen gone(String path) {
        return new Foreseen(path, path, live -> "");
    }

    /** It comes, like another that is there. */
    static Foreseen like(String path, String source) {
        return new Foreseen(path, source, UnaryOperator.identity());
    }

    /** It changes. */
    static Foreseen changed(String path, UnaryOperator<String> definition) {
        return new Foreseen(path, path, definition);
    }

    /** All objects of a table go with it to its new name. */
    static Foreseen moved(TableName from, TableName to, UnaryOperator<String> definition) {
        return new Foreseen(to.path() + "/*", from.path() + "/*", definition);
    }

    boolean isMoved() {
        return isAllBelow() && !source.equals(path);
    }

    boolean isAllBelow() {
        return path.endsWith("/*");
    }

    /** The path, or the one that all are below. */
    String root() {
        return root(path);
    }

    /** The path of the source, or the one that all of it is below. */
    String sourceRoot() {
        return root(source);
    }

    private static String root(String path) {
        return path.endsWith("/*") ? path.substring(0, path.length() - 2) : path;
    }
}
