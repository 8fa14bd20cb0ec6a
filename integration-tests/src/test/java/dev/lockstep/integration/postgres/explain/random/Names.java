package dev.lockstep.integration.postgres.explain.random;

import dev.lockstep.integration.postgres.explain.random.Inventory.Thing;
import java.util.ArrayList;
import java.util.List;

/** Who one statement talks about: the table of now, the column of now, another table. */
final class Names {
    private static final List<String> TABLES = List.of(
            "orders",
            "items",
            "\"Line Items\"",
            "stock",
            "app.users",
            "app.events",
            "parts",
            "\"select\"",
            "app.\"Größe\"",
            "logs",
            "teams",
            "prices",
            "app.tariffs",
            "a_1",
            "a_2",
            "a_3",
            "a_4",
            "a_5",
            "a_6",
            "a_7",
            "a_8",
            "a_9",
            "app.b_1",
            "app.b_2",
            "b_3",
            "\"B 4\"",
            "b_5",
            "b_6",
            "b_7",
            "routes",
            "app.visits",
            "rooms",
            "notes_1",
            "cities",
            "ships",
            "cargo",
            "app.tasks",
            "bills",
            "ledger");
    private static final List<String> COLUMNS = List.of(
            "code",
            "name",
            "amount",
            "\"Mixed Case\"",
            "created",
            "kind",
            "note",
            "data",
            "tags",
            "ref",
            "ok",
            "span",
            "\"order\"",
            "total");

    private final Inventory inventory;
    private final Dice dice;
    private Table table = new Table("", new ArrayList<>());
    private Table other = new Table("", new ArrayList<>());
    private Column column = new Column("", "integer");

    Names(Inventory inventory, Dice dice) {
        this.inventory = inventory;
        this.dice = dice;
    }

    record Column(String name, String type) {}

    record Table(String name, List<Column> columns) {}

    Inventory inventory() {
        return inventory;
    }

    Table table() {
        return table;
    }

    /** Of the column that was last talked about. */
    String type() {
        return column.type().replace(" generated", "");
    }

    String nowOfType(String type) {
        column = new Column("", type);
        return type;
    }

    /** A table that is being made, whose columns come one by one. */
    Table makes() {
        table = new Table(table.name(), new ArrayList<>(List.of()));
        return table;
    }

    String freshColumn(Table of) {
        List<String> taken = of.columns().stream().map(Column::name).toList();
        return dice.of(COLUMNS.stream().filter(each -> !taken.contains(each)).toList());
    }

    String name(String slot) {
        return switch (slot) {
            case "table" -> be(one("table"));
            case "plain" -> be(dice.of(tables(each -> !each.detail().contains("("))));
            case "partitioned" -> be(dice.of(tables(each -> each.detail().contains("("))));
            case "partition" -> be(dice.of(tables(each -> each.detail().equals("partition"))));
            case "child" -> be(dice.of(inventory.all("parent")).owner());
            case "viewtable" -> be(one("view"));
            case "matviewtable" -> be(one("matview"));
            case "wrongkind" -> be(dice.of(inventory.relations()).name());
            case "t" -> table.name();
            case "parent" -> dice.of(inventory.of("parent", table.name())).name();
            case "partof" ->
                dice.of(inventory.all("parent").stream()
                                .filter(each -> each.name().equals(table.name()))
                                .toList())
                        .owner();
            case "other" -> {
                String name = one("table");
                other = known(name);
                yield name;
            }
            case "o" -> other.name();
            case "othercol" -> dice.of(other.columns()).name();
            case "col" -> column(dice.of(table.columns()));
            case "c" -> column.name();
            case "coltype" -> type();
            case "pickcol" -> {
                column(dice.of(table.columns()));
                yield "";
            }
            case "kin" -> Kin.of(type(), dice);
            case "unused" -> unused();
            case "plainother" -> {
                other = known(dice.of(tables(each -> each.detail().isEmpty())));
                yield other.name();
            }
            case "newtable" -> newTable();
            case "new" -> fresh();
            case "newcol" -> dice.inPercent(92) ? "fresh_" + dice.below(4) : dice.of(COLUMNS);
            case "indexof" -> bare(dice.of(inventory.of("index", table.name())).name());
            case "constraintof", "triggerof", "policyof", "ruleof", "statof" ->
                dice.of(inventory.of(slot.substring(0, slot.length() - 2), table.name()))
                        .name();
            case "label" ->
                dice.of(List.of(dice.of(inventory.all("enum")).detail().split(",")));
            case "fk" -> foreignKey();
            case "bound" -> Bounds.of(partitionKey(), dice);
            case "relation" -> dice.of(inventory.relations()).name();
            default -> one(slot);
        };
    }

    private static String bare(String name) {
        return name.substring(name.startsWith("\"") ? 0 : name.indexOf('.') + 1);
    }

    private String partitionKey() {
        return inventory.all("table").stream()
                .filter(each -> each.name().equals(table.name()))
                .findFirst()
                .map(each -> each.detail() + " "
                        + table.columns().stream()
                                .filter(column -> each.detail().contains("(" + column.name()))
                                .map(Column::type)
                                .findFirst()
                                .orElse(""))
                .orElseThrow(Dice.NothingToName::new);
    }

    private List<String> tables(java.util.function.Predicate<Thing> which) {
        return inventory.all("table").stream().filter(which).map(Thing::name).toList();
    }

    private String one(String kind) {
        return dice.of(inventory.all(kind)).name();
    }

    private String be(String name) {
        table = known(name);
        return name;
    }

    private Table known(String name) {
        return new Table(
                name,
                new ArrayList<>(inventory.of("column", name).stream()
                        .map(each -> new Column(each.name(), each.detail()))
                        .toList()));
    }

    private String column(Column now) {
        column = now;
        return now.name();
    }

    private String newTable() {
        String name = unused();
        table = new Table(name, new ArrayList<>());
        return name;
    }

    private String unused() {
        List<String> taken =
                inventory.relations().stream().map(each -> bare(each.name())).toList();
        return dice.of(
                TABLES.stream().filter(each -> !taken.contains(bare(each))).toList());
    }

    private String fresh() {
        int draw = dice.below(100);
        if (draw < 4) {
            return dice.of(inventory.relations()).name();
        }
        if (draw < 6) {
            return "a_name_that_is_longer_than_what_the_server_keeps_of_it_" + "x".repeat(10 + dice.below(2));
        }
        if (draw < 10) {
            return "\"New Name\"";
        }
        return draw < 14 ? "app.fresh" : "fresh_" + dice.below(5);
    }

    /** Mostly to a key of another table, from columns of its types where the table has them. */
    private String foreignKey() {
        List<String> parts = tables(each -> each.detail().equals("partition"));
        Thing key = dice.of(inventory.all("key"), each -> parts.contains(each.owner()) ? 1 : 12);
        List<String> from = new ArrayList<>();
        for (String type : key.detail().split("; ")) {
            List<Column> fitting = table.columns().stream()
                    .filter(each -> each.type().equals(type) && !from.contains(each.name()))
                    .toList();
            List<Column> any = fitting.isEmpty() || dice.inPercent(8) ? table.columns() : fitting;
            from.add(dice.of(any).name());
        }
        String to = dice.inPercent(70) ? " (" + key.name() + ")" : "";
        column = table.columns().stream()
                .filter(each -> each.name().equals(from.get(0)))
                .findFirst()
                .orElse(column);
        return "(" + String.join(", ", from) + ") REFERENCES " + key.owner() + to;
    }
}
