package dev.lockstep.integration.attack.files;

import dev.lockstep.integration.attack.files.Tree.Items;
import dev.lockstep.integration.attack.files.Tree.Pair;
import dev.lockstep.integration.attack.files.Tree.Pairs;
import dev.lockstep.integration.attack.files.Tree.Raw;
import dev.lockstep.integration.attack.files.Tree.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One way to make a change file that an honest person would not write, and what must become of it. */
enum FileTrick {
    UNKNOWN_KEY(
            Expected.REFUSED, (tree, random) -> addPair(tree, random, key("zz_" + random.nextInt(100)), text(random))),
    KEY_TWICE(Expected.REFUSED, (tree, random) -> {
        Pairs mapping = pick(tree, random, Pairs.class, each -> !each.pairs().isEmpty());
        Pair twice = mapping.pairs().get(random.nextInt(mapping.pairs().size()));
        return replace(
                tree,
                mapping,
                plus(mapping, new Pair(twice.key(), random.nextBoolean() ? twice.value() : text(random)), random));
    }),
    KEY_IN_CAPITALS(Expected.REFUSED, (tree, random) -> otherKey(tree, random, name -> name.toUpperCase(Locale.ROOT))),
    KEY_WITH_AN_INVISIBLE_SIGN(Expected.REFUSED, (tree, random) -> otherKey(tree, random, name -> name + "\u200b")),
    KEY_THAT_LOOKS_THE_SAME(
            Expected.REFUSED,
            (tree, random) -> otherKey(
                    tree,
                    random,
                    name -> name.replace('a', '\u0430').replace('e', '\u0435').replace('o', '\u043e'))),
    KEY_THAT_IS_A_LIST(
            Expected.REFUSED, (tree, random) -> addPair(tree, random, new Items(List.of(text(random))), text(random))),
    MERGE_KEY(Expected.REFUSED, (tree, random) -> addPair(tree, random, new Raw("<<"), new Raw("{zz: 1}"))),
    MAPPING_FOR_TEXT(Expected.REFUSED, (tree, random) -> leaf(tree, random, each -> new Raw("{zz: {zz: 1}}"))),
    LIST_FOR_TEXT(
            Expected.REFUSED,
            (tree, random) -> leaf(tree, random, each -> new Items(List.of(new Items(List.of(each)))))),
    TEXT_FOR_LIST(
            Expected.REFUSED,
            (tree, random) -> replace(tree, pick(tree, random, Items.class, each -> true), text(random))),
    NOTHING(Expected.REFUSED, (tree, random) -> leaf(tree, random, each -> new Raw("~"))),
    EMPTY_TEXT(Expected.REFUSED, (tree, random) -> leaf(tree, random, each -> new Raw("\" \\t\""))),
    STRANGE_TAG(
            Expected.REFUSED,
            (tree, random) -> leaf(
                    tree,
                    random,
                    each -> new Raw(List.of(
                                            "!!java.lang.ProcessBuilder",
                                            "!!javax.script.ScriptEngineManager",
                                            "!!binary",
                                            "!evil",
                                            "!!timestamp",
                                            "!!python/object:os.system")
                                    .get(random.nextInt(6))
                            + " " + Tree.quoted(((Text) each).value())))),
    NUL(Expected.REFUSED, (tree, random) -> inText(tree, random, "\0")),
    CONTROL_CHARACTER(
            Expected.REFUSED,
            (tree, random) -> inText(
                    tree,
                    random,
                    List.of("\u001b[2K", "\u0007", "\b\b\b\b", "\u007f", "\u009b1A", "\u0001")
                            .get(random.nextInt(6)))),
    READS_BACKWARDS(
            Expected.REFUSED,
            (tree, random) -> inText(
                    tree,
                    random,
                    List.of("\u202e", "\u202d", "\u2066", "\u2067", "\u202b").get(random.nextInt(5)))),
    HALF_A_CHARACTER(
            Expected.REFUSED, (tree, random) -> inText(tree, random, random.nextBoolean() ? "\ud800" : "\udc00")),
    HUGE_NUMBER(
            Expected.REFUSED,
            (tree, random) -> number(
                    tree,
                    random,
                    List.of(
                                    "99999999999999999999",
                                    "-1",
                                    "1e999",
                                    ".inf",
                                    ".nan",
                                    "4294967296",
                                    "1.5",
                                    "0x7fffffff",
                                    "1_0",
                                    "\u0663")
                            .get(random.nextInt(10)))),
    LONG_NAME(Expected.REFUSED, (tree, random) -> name(tree, random, "n".repeat(64 + random.nextInt(5_000)))),
    NUMBER_FOR_A_NAME(Expected.REFUSED, (tree, random) -> name(tree, random, null)),
    DEEP(Expected.REFUSED, (tree, random) -> {
        int levels = 21 + random.nextInt(20_000);
        return leaf(tree, random, each -> new Raw("[".repeat(levels) + "]".repeat(levels)));
    }),
    WIDE(Expected.REFUSED, (tree, random) -> leaf(tree, random, each -> new Raw("[" + "x,".repeat(30_000) + "x]"))),
    LARGE(Expected.REFUSED, (tree, random) -> leaf(tree, random, each -> new Text("x".repeat(1_000_001), false))),
    BOMB(Expected.REFUSED, (tree, random) -> {
        StringBuilder bomb = new StringBuilder("[&a0 [x, x]");
        for (int i = 1; i < 30; i++) {
            bomb.append(", &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append(']');
        }
        return leaf(tree, random, each -> new Raw(bomb.append(']').toString()));
    }),
    ALIAS_IN_ITSELF(Expected.REFUSED, (tree, random) -> leaf(tree, random, each -> new Raw("&me [*me]"))),
    ALIAS_OF_NOTHING(Expected.REFUSED, (tree, random) -> leaf(tree, random, each -> new Raw("*nobody"))),
    SECOND_DOCUMENT(Expected.REFUSED, (tree, random) -> tree.yaml() + "\n---\n" + tree.yaml()),
    CUT(
            Expected.REFUSED,
            (tree, random) ->
                    tree.yaml().substring(0, random.nextInt(tree.yaml().length() - 1))),
    ONLY_SCALAR(Expected.REFUSED, (tree, random) -> Tree.quoted(tree.yaml())),
    EMPTY(
            Expected.REFUSED,
            (tree, random) ->
                    List.of("", "\n\n", "# nothing", "---", "...", "\uFEFF").get(random.nextInt(6))),
    KEYS_IN_ANOTHER_ORDER(
            Expected.SAME, (tree, random) -> shuffled(tree, random).yaml()),
    ANOTHER_LAYOUT(
            Expected.SAME,
            (tree, random) -> (random.nextBoolean() ? "\uFEFF" : "")
                    + tree.yaml()
                            .replace(
                                    "\n",
                                    List.of("\n", "\r\n", "\n\n  ", " # }]\"'\n")
                                            .get(random.nextInt(4)))),
    ANCHORED(Expected.SAME, (tree, random) -> {
        Text one = pick(tree, random, Text.class, each -> true);
        return replace(tree, one, new Raw("&a" + random.nextInt(9) + " " + one.yaml()));
    }),
    DAMAGED(Expected.READ_RIGHT, FileTrick::damaged),
    STRANGE_NAME(
            Expected.READ_RIGHT,
            (tree, random) -> name(
                    tree,
                    random,
                    List.of(
                                    "x\"; DROP TABLE y; --",
                                    "'; DELETE FROM lockstep.node; --",
                                    "`a`",
                                    "\\",
                                    "a.b",
                                    "público",
                                    "\ud83d\ude00",
                                    "null",
                                    "true",
                                    "123",
                                    "$$",
                                    "/* */",
                                    "--",
                                    "%s%n",
                                    "${jndi:ldap://x}",
                                    "n".repeat(63),
                                    "<script>alert(1)</script>",
                                    " a ",
                                    "pg_catalog")
                            .get(random.nextInt(19)))),
    STRANGE_SQL(
            Expected.READ_RIGHT,
            (tree, random) -> leaf(
                    tree,
                    random,
                    each -> new Text(
                            List.of(
                                            "(SELECT pg_read_file('/etc/passwd'))",
                                            "'eu'; DROP TABLE orders",
                                            "'",
                                            "$x$",
                                            "1) --",
                                            "/*",
                                            "now()",
                                            "'eu' -- ",
                                            "NULL",
                                            "'\\'; COMMIT; --'",
                                            "DEFAULT",
                                            "\"a\"\"b\"")
                                    .get(random.nextInt(12)),
                            false))),
    STRANGE_WORD(
            Expected.READ_RIGHT,
            (tree, random) -> leaf(
                    tree,
                    random,
                    each -> new Raw(List.of(
                                    "yes",
                                    "no",
                                    "on",
                                    "True",
                                    "FALSE",
                                    "0o17",
                                    "0x1F",
                                    "1e3",
                                    "1:30",
                                    "2026-01-01",
                                    "Null",
                                    "=",
                                    "-",
                                    "30m",
                                    "9999999d",
                                    "'100'",
                                    "0100",
                                    "+5")
                            .get(random.nextInt(18)))));

    private static final List<String> NAMES = List.of("table", "column", "name", "to", "partition", "references");
    private static final String PIECES = " \t\n:-[]{}'\"&*!|>%@`#,?\\\0\uFEFFä\uD83D0aé$;()/\u202e\u0085";

    private final Expected expected;
    private final Play play;

    FileTrick(Expected expected, Play play) {
        this.expected = expected;
        this.play = play;
    }

    /** What must become of such a file. */
    enum Expected {
        /** It is wrong, wherever it is. */
        REFUSED,
        /** It says the same as the one that it was made of. */
        SAME,
        /** It may be right; then it is read as it is written. */
        READ_RIGHT
    }

    private interface Play {
        String of(Tree tree, Random random);
    }

    Expected expected() {
        return expected;
    }

    /** The file. */
    String play(Tree tree, Random random) {
        return play.of(tree, random);
    }

    private static Text key(String name) {
        return new Text(name, true);
    }

    private static Text text(Random random) {
        return new Text(List.of("orders", "region", "pause", "x").get(random.nextInt(4)), false);
    }

    private static <T extends Tree> T pick(Tree tree, Random random, Class<T> kind, Predicate<T> which) {
        List<T> all = tree.all().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(which)
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    private static String replace(Tree tree, Tree part, Tree with) {
        return tree.with(part, same -> with).yaml();
    }

    private static Pairs plus(Pairs mapping, Pair pair, Random random) {
        List<Pair> more = new ArrayList<>(mapping.pairs());
        more.add(random.nextInt(more.size() + 1), pair);
        return new Pairs(more);
    }

    private static String addPair(Tree tree, Random random, Tree key, Tree value) {
        Pairs mapping = pick(tree, random, Pairs.class, each -> true);
        return replace(tree, mapping, plus(mapping, new Pair(key, value), random));
    }

    private static String otherKey(Tree tree, Random random, UnaryOperator<String> how) {
        Pairs mapping =
                pick(tree, random, Pairs.class, each -> each.pairs().stream().anyMatch(pair -> differs(pair, how)));
        List<Pair> pairs = new ArrayList<>(mapping.pairs());
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            if (differs(pairs.get(i), how)) {
                places.add(i);
            }
        }
        int place = places.get(random.nextInt(places.size()));
        Pair before = pairs.get(place);
        pairs.set(place, new Pair(new Text(how.apply(((Text) before.key()).value()), false), before.value()));
        return replace(tree, mapping, new Pairs(pairs));
    }

    private static boolean differs(Pair pair, UnaryOperator<String> how) {
        return pair.key() instanceof Text name && !how.apply(name.value()).equals(name.value());
    }

    private static String leaf(Tree tree, Random random, UnaryOperator<Tree> how) {
        Text text = pick(tree, random, Text.class, each -> true);
        return tree.with(text, how).yaml();
    }

    private static String inText(Tree tree, Random random, String piece) {
        return leaf(tree, random, each -> {
            String value = ((Text) each).value();
            int at = random.nextInt(value.length() + 1);
            return new Text(value.substring(0, at) + piece + value.substring(at), false);
        });
    }

    private static String number(Tree tree, Random random, String number) {
        List<Pair> all = pairs(tree, List.of("percent", "max_parallel", "retries"));
        return all.isEmpty()
                ? addPair(tree, random, key("percent"), new Raw(number))
                : replace(tree, all.get(random.nextInt(all.size())).value(), new Raw(number));
    }

    /** @param name none for a number */
    private static String name(Tree tree, Random random, @Nullable String name) {
        List<Pair> all = pairs(tree, NAMES);
        if (all.isEmpty()) {
            // A file of raw steps names nothing.
            return leaf(tree, random, each -> new Raw("*nobody"));
        }
        Tree value =
                name == null ? new Raw(List.of("7", "1.5", "true", "~").get(random.nextInt(4))) : new Text(name, false);
        return replace(tree, all.get(random.nextInt(all.size())).value(), value);
    }

    private static List<Pair> pairs(Tree tree, List<String> keys) {
        return tree.all().stream()
                .filter(Pairs.class::isInstance)
                .flatMap(mapping -> ((Pairs) mapping).pairs().stream())
                .filter(pair ->
                        pair.key() instanceof Text name && keys.contains(name.value()) && pair.value() instanceof Text)
                .toList();
    }

    private static Tree shuffled(Tree tree, Random random) {
        if (tree instanceof Pairs mapping) {
            List<Pair> pairs = new ArrayList<>();
            mapping.pairs().forEach(pair -> pairs.add(new Pair(pair.key(), shuffled(pair.value(), random))));
            Collections.shuffle(pairs, random);
            return new Pairs(pairs);
        }
        return tree instanceof Items list
                ? new Items(list.items().stream()
                        .map(item -> shuffled(item, random))
                        .toList())
                : tree;
    }

    private static String damaged(Tree tree, Random random) {
        StringBuilder damaged = new StringBuilder(tree.yaml());
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(damaged.length() + 1);
            int until = Math.min(damaged.length(), at + random.nextInt(5));
            char piece = PIECES.charAt(random.nextInt(PIECES.length()));
            damaged.replace(at, until, random.nextBoolean() ? String.valueOf(piece) : "");
        }
        return damaged.toString();
    }
}
