package dev.lockstep.change;

import dev.lockstep.change.sql.SqlConstant;
import dev.lockstep.change.sql.SqlDialect;
import dev.lockstep.change.sql.SqlText;
import dev.lockstep.v1.PerEngine;
import java.util.stream.Stream;

/** Rules over several keys of a column. */
final class ColumnRules {
    private ColumnRules() {}

    /** A column that may not be NULL cannot be filled with NULL. */
    static void checkNotNull(Fields fields, Key<PerEngine> filling, ProblemLog problems) {
        boolean fillsNull = fields.get(filling).stream().anyMatch(ColumnRules::isNull);
        if (fillsNull) {
            problems.add(
                    fields.place(filling),
                    "expected a `" + filling.name() + "` other than NULL in a column with nullable: false, found NULL");
        }
    }

    /** Whether it is NULL on any engine. */
    static boolean isNull(PerEngine perEngine) {
        return PerEngineForm.texts(perEngine).stream()
                .anyMatch(text -> Stream.of(SqlDialect.values())
                        .anyMatch(dialect -> SqlConstant.isNull(SqlText.of(text, dialect))));
    }
}
