package dev.lockstep.agent.engine.postgres.explain.safer;

import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.Map;
import java.util.Optional;

/**
 * What a foreign key says of rows whose partner goes or changes.
 *
 * @param text all of it, as it was written, each with a space in front; without what holds anyway
 * @param deletion what ON DELETE says; empty for nothing
 * @param isPlain whether the operation has a key for all of it
 */
record ForeignKeyActions(String text, String deletion, boolean isPlain) {

    private static final Map<String, String> WORDS =
            Map.of("SET NULL", "set_null", "CASCADE", "cascade", "RESTRICT", "restrict");

    static ForeignKeyActions read(TokenReader reader) {
        StringBuilder text = new StringBuilder();
        String deletion = "";
        boolean plain = true;
        while (true) {
            if (reader.accept("MATCH")) {
                String how = reader.take().text().toUpperCase(java.util.Locale.ROOT);
                boolean full = !how.equals("SIMPLE");
                plain &= !full;
                text.append(full ? " MATCH " + how : "");
            } else if (reader.accept("ON", "DELETE")) {
                deletion = action(reader);
                String columns = reader.at("(") ? " (" + Scene.written(reader.nameList()) + ")" : "";
                plain &= columns.isEmpty() && !deletion.equals("SET DEFAULT");
                text.append(deletion.isEmpty() ? "" : " ON DELETE " + deletion + columns);
            } else if (reader.accept("ON", "UPDATE")) {
                String update = action(reader);
                plain &= update.isEmpty();
                text.append(update.isEmpty() ? "" : " ON UPDATE " + update);
            } else {
                return new ForeignKeyActions(text.toString(), deletion, plain);
            }
        }
    }

    /** Empty for the one that holds when nothing is said. */
    private static String action(TokenReader reader) {
        if (reader.accept("NO", "ACTION")) {
            return "";
        }
        if (reader.accept("SET", "NULL")) {
            return "SET NULL";
        }
        if (reader.accept("SET", "DEFAULT")) {
            return "SET DEFAULT";
        }
        return reader.take().text().toUpperCase(java.util.Locale.ROOT);
    }

    /** As change files have it. */
    Optional<String> onDelete() {
        return Optional.ofNullable(WORDS.get(deletion));
    }
}
