package dev.lockstep.change;

import dev.lockstep.golden.GoldenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page that people read about change files, made of what the reader knows. */
final class ChangeGuide {
    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "orders-careful.yaml");

    private final StringBuilder page = new StringBuilder();

    private ChangeGuide() {}

    static String text() {
        ChangeGuide guide = new ChangeGuide();
        guide.introduction();
        guide.wholeFile();
        guide.operations();
        return guide.page.toString();
    }

    private void introduction() {
        line("# The change file");
        line("");
        line(
                "One file is one change. It says *what* should be different on every node of a fleet, and how careful to be; each agent chooses *how*, for its node's engine and version:");
        line(
                "[PostgreSQL](postgres.md), [MySQL and MariaDB](mysql.md). `lockstep lint FILE` finds what is wrong with a file, all of it at once and offline; `lockstep plan FILE` adds what only the live nodes");
        line(
                "know. This page is made of what the reader of the files knows, and so are its messages and the JSON Schema for editors (`lockstep/change.schema.json` in the `proto` module).");
        line("");
        for (String each : GoldenFile.read(EXAMPLE).split("\n")) {
            line(each.isEmpty() ? "" : "    " + each);
        }
        line("");
        line("The hash of a change is that of its meaning: comments, layout and the order of keys do not change it.");
        line("");
        line(
                "- A **name** is one of the database, of at most 63 bytes; `billing.orders` is a table of another schema than the usual one.");
        line("- A **type** is neutral, the same everywhere: "
                + NeutralType.WORDS.stream().map(ChangeGuide::code).collect(Collectors.joining(", "))
                + ", with their numbers where they take any, such as `varchar(200)` and `decimal(12,2)`.");
        line(
                "- A type, an expression or a constant is one text for all engines, or a mapping: `{postgres: citext, mysql: varchar(64)}`, with the keys `postgres`, `mysql` (MariaDB's too, unless it has its own), `mariadb` and `any`.");
        line("- A time is written such as `30s`, `10m`, `1h30m` or `2d`.");
    }

    private void wholeFile() {
        line("");
        line("## The file");
        line("");
        table(ChangeForm.SHAPE);
        for (Key<?> key : ChangeForm.SHAPE.keys()) {
            if (key.form() instanceof Shape<?> part) {
                line("");
                line("## " + code(key.name()));
                line(part.about());
                line("");
                table(part);
                parts(part);
            }
        }
    }

    private void operations() {
        line("");
        line("## `operations`");
        line(
                "Each item is one operation: its name, and its keys below it. Where a column, a type or a rule has an old and a new shape, both hold until CONTRACT.");
        for (Shape<?> operation : OperationForm.SHAPES.values()) {
            line("");
            line("### " + operation.owner());
            line(operation.about());
            line("");
            table(operation);
            parts(operation);
        }
    }

    /** The mappings inside of a mapping. */
    private void parts(Shape<?> whole) {
        for (Key<?> key : whole.keys()) {
            shapeIn(key.form()).ifPresent(part -> {
                line("");
                line((key.form() instanceof ListForm<?> ? "Each of " : "In ") + code(key.name()) + ":");
                line("");
                table(part);
                parts(part);
            });
        }
    }

    private static Optional<Shape<?>> shapeIn(Form<?> form) {
        if (form instanceof ListForm<?> list) {
            return shapeIn(list.item());
        }
        return form instanceof Shape<?> shape ? Optional.of(shape) : Optional.empty();
    }

    private void table(Shape<?> shape) {
        List<String> rows = new ArrayList<>(List.of("| key | | such as | |", "|---|---|---|---|"));
        for (Key<?> key : shape.keys()) {
            rows.add("| %s | %s | %s | %s |"
                    .formatted(
                            code(key.name()),
                            key.required() ? "required" : "",
                            code(key.example().replace("|", "\\|")),
                            key.about().replace("|", "\\|")));
        }
        rows.forEach(this::line);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
