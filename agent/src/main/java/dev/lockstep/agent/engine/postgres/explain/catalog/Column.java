package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.Optional;

/**
 * A column as it is now.
 *
 * @param collation empty for the type's own
 * @param local whether the table itself defines it
 * @param parents how many tables it is inherited from
 */
public record Column(
        String name,
        TypeRef type,
        String collation,
        boolean notNull,
        Optional<Expression> defaultValue,
        Generation generation,
        boolean local,
        int parents) {

    /** Who gives a column its values. */
    public enum Generation {
        NONE,
        STORED,
        VIRTUAL,
        IDENTITY_ALWAYS,
        IDENTITY_BY_DEFAULT;

        public boolean isIdentity() {
            return this == IDENTITY_ALWAYS || this == IDENTITY_BY_DEFAULT;
        }

        public boolean isComputed() {
            return this == STORED || this == VIRTUAL;
        }
    }

    public static Column plain(String name, TypeRef type) {
        return new Column(name, type, "", false, Optional.empty(), Generation.NONE, true, 0);
    }

    public boolean isInherited() {
        return parents > 0;
    }

    public Column named(String newName) {
        return new Column(newName, type, collation, notNull, defaultValue, generation, local, parents);
    }

    public Column typed(TypeRef newType, String newCollation) {
        return new Column(name, newType, newCollation, notNull, defaultValue, generation, local, parents);
    }

    public Column notNull(boolean now) {
        return new Column(name, type, collation, now, defaultValue, generation, local, parents);
    }

    public Column defaulting(Optional<Expression> newDefault) {
        return new Column(name, type, collation, notNull, newDefault, generation, local, parents);
    }

    public Column generated(Generation now) {
        return new Column(name, type, collation, notNull, defaultValue, now, local, parents);
    }

    /** With these numbers of places that define it. */
    public Column from(boolean nowLocal, int nowParents) {
        return new Column(name, type, collation, notNull, defaultValue, generation, nowLocal, nowParents);
    }
}
