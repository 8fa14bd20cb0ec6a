package dev.lockstep.integration.postgres.explain.random;

import dev.lockstep.integration.postgres.explain.random.Inventory.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says one statement after another by the rules of a grammar, about what a database has. */
final class Speaker {
    private static final Pattern SLOT = Pattern.compile("<([a-z][a-z_0-9:]*)(?:\\?(\\d+))?>");

    private final Grammar grammar;
    private final int major;
    private final Dice dice;
    private Names names;
    private List<String> path = new ArrayList<>();

    Speaker(Grammar grammar, int major, Dice dice) {
        this.grammar = grammar;
        this.major = major;
        this.dice = dice;
        this.names = new Names(new Inventory(), dice);
    }

    /** The rules by which it was said, from the outside in, and what was said. */
    record Said(String path, String sql) {}

    /** A statement about what is there; tried again when the schema has nothing of a kind that it wants to name. */
    Said say(String rule, Inventory inventory) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            names = new Names(inventory, dice);
            path = new ArrayList<>();
            try {
                String sql = expand(rule, 0).strip().replaceAll(" {2,}", " ").replace(" ,", ",");
                return new Said(String.join(">", path), sql);
            } catch (Dice.NothingToName tryAnother) {
                continue;
            }
        }
        throw new IllegalStateException("expected rules that the schema has names for, found none for " + rule);
    }

    private String expand(String rule, int depth) {
        if (depth > 0 && depth < 4 && !rule.contains(":")) {
            path.add(rule);
        }
        String text = dice.of(grammar.alternatives(rule, major), Grammar.Alternative::weight)
                .text();
        Matcher slot = SLOT.matcher(text);
        StringBuilder said = new StringBuilder();
        int end = 0;
        while (slot.find()) {
            said.append(text, end, slot.start());
            end = slot.end();
            String percent = slot.group(2);
            if (percent == null || dice.inPercent(Integer.parseInt(percent))) {
                said.append(fill(slot.group(1), depth + 1));
            }
        }
        return said.append(text.substring(end)).toString();
    }

    private String fill(String slot, int depth) {
        return switch (slot) {
            case "columns" -> columns(depth);
            case "type" -> names.nowOfType(expand("types", depth));
            case "const", "check", "expr", "using" -> ofType(slot, names.type(), depth);
            case "row" -> row(depth);
            default -> grammar.knows(slot) ? expand(slot, depth) : names.name(slot);
        };
    }

    /** What the rules have for a type: for itself, for all like it, or for any. */
    private String ofType(String what, String type, int depth) {
        String bare = type.replaceAll("\\(.*\\)", "").strip();
        for (Thing domain : names.inventory().all("domain")) {
            if (domain.name().equals(bare)) {
                return ofType(what, domain.detail(), depth);
            }
        }
        for (Thing each : names.inventory().all("enum")) {
            if (each.name().equals(bare) && what.equals("const")) {
                return "'" + dice.of(List.of(each.detail().split(","))) + "'";
            }
        }
        String own = what + ":" + (bare.endsWith("[]") ? "array" : bare.replace(' ', '_'));
        return expand(grammar.knows(own) ? own : what + ":any", depth);
    }

    private String columns(int depth) {
        List<String> defined = new ArrayList<>();
        int count = 2 + dice.below(6);
        Names.Table table = names.makes();
        for (int each = 0; each < count; each++) {
            String column = names.freshColumn(table);
            String definition = expand("coldef", depth);
            table.columns().add(new Names.Column(column, names.type()));
            defined.add(column + " " + definition);
        }
        return String.join(", ", defined);
    }

    private String row(int depth) {
        List<String> into = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Names.Column each : names.table().columns()) {
            if (!each.type().endsWith(" generated")) {
                into.add(each.name());
                values.add(dice.inPercent(10) ? "DEFAULT" : ofType("const", each.type(), depth));
            }
        }
        return "(" + String.join(", ", into) + ") VALUES (" + String.join(", ", values) + ")";
    }
}
