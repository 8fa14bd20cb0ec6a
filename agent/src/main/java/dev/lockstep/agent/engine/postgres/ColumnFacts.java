package dev.lockstep.agent.engine.postgres;

/**
 * A column as a planner sees it.
 *
 * @param defaultValue its default, or what it is generated from, as the server writes it; empty for none
 * @param comment empty for none
 * @param fresh added by the same change: no row and no writer has it yet
 */
record ColumnFacts(
        String name,
        String type,
        boolean notNull,
        String defaultValue,
        boolean identity,
        boolean generated,
        String comment,
        boolean fresh,
        ColumnTraits traits) {

    ColumnFacts(
            String name,
            String type,
            boolean notNull,
            String defaultValue,
            boolean identity,
            boolean generated,
            String comment,
            boolean fresh) {
        this(name, type, notNull, defaultValue, identity, generated, comment, fresh, ColumnTraits.PLAIN);
    }

    boolean hasDefault() {
        return !defaultValue.isEmpty();
    }

    /** Whether a writer that leaves it out still gets a row in. */
    boolean canBeLeftOut() {
        return !notNull || hasDefault() || identity || generated;
    }

    static ColumnFacts added(String name, String type, boolean notNull, String defaultValue) {
        return new ColumnFacts(name, type, notNull, defaultValue, false, false, "", true);
    }

    /** When an operation has filled it. */
    ColumnFacts filled(ColumnTraits.Filling filling) {
        return new ColumnFacts(
                name, type, notNull, defaultValue, identity, generated, comment, fresh, traits.with(filling));
    }

    ColumnFacts withNotNull(boolean newNotNull) {
        return new ColumnFacts(name, type, newNotNull, defaultValue, identity, generated, comment, fresh, traits);
    }

    ColumnFacts withDefault(String newDefault) {
        return new ColumnFacts(name, type, notNull, newDefault, identity, generated, comment, fresh, traits);
    }

    /** What follows another type in a statement, so that the column keeps a collation of its own; empty where there is none to keep. */
    String collationFor(String newType) {
        String base = TypePair.base(newType);
        boolean isText = base.equals("text") || base.startsWith("character");
        return isText && !traits.collation().isEmpty() ? " COLLATE " + traits.collation() : "";
    }

    ColumnFacts withType(String newType) {
        return new ColumnFacts(name, newType, notNull, defaultValue, identity, generated, comment, fresh, traits);
    }

    ColumnFacts named(String newName) {
        return new ColumnFacts(newName, type, notNull, defaultValue, identity, generated, comment, fresh, traits);
    }
}
