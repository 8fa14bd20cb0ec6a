package dev.lockstep.agent.engine.postgres;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks whether rows will still find what their foreign keys refer to once an operation has filled one of their columns. */
final class ReferringRows {

    private final TableFacts table;
    private final TableName named;
    private final String column;
    private final Facts facts;
    private final PlanTarget target;

    private ReferringRows(TableFacts table, TableName named, String column, Facts facts, PlanTarget target) {
        this.table = table;
        this.named = named;
        this.column = column;
        this.facts = facts;
        this.target = target;
    }

    /**
     * The questions.
     *
     * @param whole the table or, with partitions, the whole, as the operation leaves it
     */
    static List<RowQuestion> ofThere(TableFacts whole, String column, Facts facts, PlanTarget target) {
        return FilledColumns.tables(whole, column, facts).stream()
                .flatMap(one -> new ReferringRows(one, whole.name(), column, facts, target).questions())
                .toList();
    }

    private Stream<RowQuestion> questions() {
        return Stream.concat(
                table.constraints().values().stream()
                        .flatMap(key -> question(key, "", "give another value, or add the rows first").stream()),
                table.traits().leaving().constraints().stream()
                        .flatMap(key -> question(key, Leaving.UNTIL_CONTRACT, Leaving.IN_TWO).stream()));
    }

    private Optional<RowQuestion> question(ConstraintFacts key, String how, String orElse) {
        return Optional.of(key)
                .filter(each -> each.kind() == ConstraintFacts.Kind.FOREIGN_KEY
                        && each.columns().contains(column)
                        && ForeignKeyText.isThere(each))
                .flatMap(ForeignKeyText::of)
                .filter(text -> text.isEnforced() && !isFilled(text))
                .map(text -> question(key, text, how, orElse));
    }

    private RowQuestion question(ConstraintFacts key, ForeignKeyText text, String how, String orElse) {
        FilledColumns columns = new FilledColumns(table, named, key.columns(), target);
        String query =
                "SELECT format('%%s of %%s', concat_ws(', ', %s), lockstep_place) FROM (SELECT %s, CAST(%s AS text) AS lockstep_place FROM %s AS %s WHERE (%s) AND (SELECT %s)) AS lockstep_row WHERE %s LIMIT 5"
                        .formatted(
                                Quoting.identifiers(key.columns()),
                                columns.all(),
                                columns.place(),
                                target.table(table.name()),
                                columns.alias(),
                                columns.rows(column),
                                columns.certain(),
                                text.orphans("lockstep_row", "lockstep_other", key.rowsOf(text.parent(), target)));
        String message =
                "expected rows of %s to refer to rows of %s once %s is filled, because of the foreign key %s%s, but with this value some would refer to none; %s"
                        .formatted(table.name().shown(), text.parent().shown(), column, key.name(), how, orElse);
        return new RowQuestion(query, "value-refers-to-nothing", message).after(columns.before());
    }

    /** By an operation before: then what will be there is not there yet. */
    private boolean isFilled(ForeignKeyText text) {
        return facts.table(text.parent()).stream()
                .flatMap(other -> text.keyNames().stream().map(other.columns()::get))
                .anyMatch(there -> there != null && !there.traits().filling().isNone());
    }
}
