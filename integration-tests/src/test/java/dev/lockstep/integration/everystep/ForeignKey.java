package dev.lockstep.integration.everystep;

import java.util.List;

/** Columns whose values must be those of a row elsewhere; tables with their schema. */
record ForeignKey(List<String> columns, String references, List<String> referencedColumns) {
    ForeignKey {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }
}
