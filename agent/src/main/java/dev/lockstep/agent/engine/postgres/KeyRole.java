package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;

/**
 * What a column that gets another type is to keys.
 *
 * @param isKey whether other columns refer to it, which get the same type with it
 * @param foreign how it refers to one that gets the same type with it; empty when it does not
 */
record KeyRole(boolean isKey, Optional<Foreign> foreign) {

    static final KeyRole NONE = new KeyRole(false, Optional.empty());
    static final KeyRole KEY = new KeyRole(true, Optional.empty());

    static KeyRole of(Foreign foreign) {
        return new KeyRole(false, Optional.of(foreign));
    }

    boolean isAny() {
        return isKey || foreign.isPresent();
    }

    /**
     * A foreign key that moves over with both of its ends.
     *
     * @param referrer as it is
     * @param parts those that the partitions of its table have because of it; none of an ordinary table
     * @param parent the table that it refers to
     * @param key the column there
     * @param beside the column beside that one
     * @param type the new type
     */
    record Foreign(Referrer referrer, List<Referrer> parts, TableName parent, String key, String beside, String type) {

        Foreign {
            parts = List.copyOf(parts);
        }

        /** What follows the two lists of columns, such as {@code ON DELETE CASCADE}. */
        String actions() {
            int list = referrer.definition().indexOf(" REFERENCES ");
            return referrer.definition().substring(referrer.definition().indexOf(')', list) + 1);
        }
    }
}
