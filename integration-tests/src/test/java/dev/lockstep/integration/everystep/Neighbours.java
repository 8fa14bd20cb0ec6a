package dev.lockstep.integration.everystep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the rows of one table bind those of others, before and after the change alike: applications keep to both. Used by one thread. */
final class Neighbours {
    private final List<TableModel> models;

    Neighbours(List<TableModel> models) {
        this.models = List.copyOf(models);
    }

    List<Row> rows(TableModel model, boolean seeds) {
        return model.rows().stream()
                .filter(row -> row.seed == seeds && !row.joined)
                .toList();
    }

    /** Those of the side, and those of the other side in this side's words. */
    List<ForeignKey> foreignKeys(TableModel model, Side side) {
        TableStory story = model.story();
        List<ForeignKey> keys = new ArrayList<>();
        story.shape(side).ifPresent(shape -> keys.addAll(shape.foreignKeys()));
        Side other = other(side);
        story.shape(other)
                .map(TableShape::foreignKeys)
                .orElse(List.of())
                .forEach(key -> translated(story, key, other)
                        .filter(translated -> !keys.contains(translated))
                        .ifPresent(keys::add));
        return keys;
    }

    private Optional<ForeignKey> translated(TableStory story, ForeignKey key, Side from) {
        Optional<TableModel> there = named(key.references(), from);
        if (there.isEmpty() || there.get().story().shape(other(from)).isEmpty()) {
            return Optional.empty();
        }
        List<String> columns = names(story, key.columns(), from);
        List<String> referenced = names(there.get().story(), key.referencedColumns(), from);
        boolean whole = columns.size() == key.columns().size()
                && referenced.size() == key.referencedColumns().size();
        String table = there.get().story().shape(other(from)).orElseThrow().name();
        return whole ? Optional.of(new ForeignKey(columns, table, referenced)) : Optional.empty();
    }

    private static List<String> names(TableStory story, List<String> columns, Side from) {
        return columns.stream()
                .flatMap(column -> story.conversion(from, column).stream())
                .map(both -> from == Side.OLD ? both.now() : both.old())
                .toList();
    }

    /** The values of a row that was there from the beginning; empty when there is none. */
    List<@Nullable String> choose(ForeignKey key, Side side, int number) {
        List<Row> rows = named(key.references(), side).map(model -> rows(model, true)).orElse(List.of()).stream()
                .filter(row -> key.referencedColumns().stream()
                        .allMatch(column ->
                                row.of(side).getOrDefault(column, Cell.ANYTHING).known() != null))
                .toList();
        List<@Nullable String> values = new ArrayList<>();
        if (!rows.isEmpty()) {
            Row row = rows.get(number % rows.size());
            key.referencedColumns()
                    .forEach(column -> values.add(row.of(side).get(column).known()));
        }
        return values;
    }

    /** Whether rows elsewhere may hang on this column. */
    boolean isReferenced(TableModel model, Side side, String column) {
        String name = model.story().shape(side).orElseThrow().name();
        return models.stream()
                .flatMap(each -> foreignKeys(each, side).stream())
                .anyMatch(key ->
                        key.references().equals(name) && key.referencedColumns().contains(column));
    }

    /** Whether no row elsewhere can hang on its rows. */
    boolean mayDelete(TableModel model) {
        return Stream.of(Side.values())
                .noneMatch(each -> model.story().shape(each).isPresent() && hasReferrers(model, each));
    }

    private boolean hasReferrers(TableModel model, Side side) {
        String name = model.story().shape(side).orElseThrow().name();
        return models.stream()
                .flatMap(each -> foreignKeys(each, side).stream())
                .anyMatch(key -> key.references().equals(name));
    }

    private Optional<TableModel> named(String name, Side side) {
        return models.stream()
                .filter(model -> model.story()
                        .shape(side)
                        .filter(shape -> shape.name().equals(name))
                        .isPresent())
                .findFirst();
    }

    private static Side other(Side side) {
        return side == Side.OLD ? Side.NEW : Side.OLD;
    }
}
