package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Kind;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.statement.TableCommand.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ALTER TABLE, INDEX, VIEW, MATERIALIZED VIEW and SEQUENCE. */
final class AlterStatements {
    private final TokenReader reader;
    private final int major;

    AlterStatements(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** What a statement is written for, which is not always what it is used on. */
    private record Subject(Kind kind, QualifiedName name, boolean ifExists, boolean only) {}

    /** @param kind what the words in front of the name are for: tables, which takes anything, or foreign tables */
    Action table(Kind kind) {
        reader.accept("TABLE");
        if (reader.accept("ALL", "IN", "TABLESPACE")) {
            reader.rest();
            return Action.NOTHING;
        }
        boolean ifExists = reader.ifExists();
        boolean only = reader.accept("ONLY");
        QualifiedName name = reader.qualifiedName();
        reader.accept("*");
        return of(new Subject(kind, name, ifExists, only));
    }

    Action index() {
        reader.expect("INDEX");
        boolean ifExists = reader.ifExists();
        QualifiedName name = reader.qualifiedName();
        if (reader.accept("ATTACH", "PARTITION")) {
            QualifiedName part = reader.qualifiedName();
            reader.expectEnd();
            return effects -> attach(effects, name, part);
        }
        if (reader.at("SET", "SCHEMA")) {
            reader.take();
            throw reader.failure();
        }
        if (reader.accept("NO") || reader.accept("DEPENDS")) {
            reader.rest();
            return effects -> effects.lock(effects.catalog().require(name), LockMode.ACCESS_EXCLUSIVE);
        }
        return of(new Subject(Kind.INDEX, name, ifExists, false));
    }

    Action view(Kind kind) {
        boolean ifExists = reader.ifExists();
        return of(new Subject(kind, reader.qualifiedName(), ifExists, false));
    }

    Action sequence() {
        reader.expect("SEQUENCE");
        boolean ifExists = reader.ifExists();
        QualifiedName name = reader.qualifiedName();
        if (reader.atOneOf("RENAME", "OWNER")
                || reader.at("SET", "SCHEMA")
                || (reader.at("SET") && reader.peek(1).isOneOf("logged", "unlogged"))) {
            return of(new Subject(Kind.SEQUENCE, name, ifExists, false));
        }
        return new SequenceStatements(reader).alter(name, ifExists);
    }

    private Action of(Subject subject) {
        if (reader.accept("RENAME")) {
            return rename(subject);
        }
        if (reader.accept("SET", "SCHEMA")) {
            String schema = reader.name();
            reader.expectEnd();
            return effects -> find(effects, subject).ifPresent(each -> setSchema(effects, each, schema));
        }
        List<TableCommand> commands = new AlterTableReader(reader, major).commands();
        return effects -> find(effects, subject).ifPresent(each -> alter(effects, subject, each, commands));
    }

    private Optional<Relation> find(Effects effects, Subject subject) {
        Catalog catalog = effects.catalog();
        Optional<Relation> found = catalog.find(subject.name());
        if (found.isEmpty() && subject.ifExists()) {
            return Optional.empty();
        }
        Relation relation = catalog.require(subject.name());
        boolean fits = switch (subject.kind()) {
            case TABLE -> true;
            case INDEX -> relation.isIndex();
            default -> relation.kind == subject.kind();
        };
        if (!fits) {
            throw new Refusal(
                    "42809",
                    "\"" + relation.name + "\" is not a" + (subject.kind() == Kind.INDEX ? "n " : " ")
                            + subject.kind().word());
        }
        return Optional.of(relation);
    }

    private Action rename(Subject subject) {
        if (reader.accept("CONSTRAINT")) {
            String old = reader.name();
            reader.expect("TO");
            String now = reader.name();
            reader.expectEnd();
            return effects -> find(effects, subject)
                    .ifPresent(each -> new Renames(effects).constraint(each, subject.only(), old, now));
        }
        if (reader.accept("TO")) {
            String now = reader.name();
            reader.expectEnd();
            Subject any = subject.kind() == Kind.INDEX
                    ? new Subject(Kind.TABLE, subject.name(), subject.ifExists(), false)
                    : subject;
            return effects -> find(effects, any)
                    .ifPresent(each -> new Renames(effects).relation(each, subject.kind() == Kind.INDEX, now));
        }
        boolean ofView = subject.kind() == Kind.VIEW;
        if (ofView && major < 13) {
            throw reader.failure();
        }
        reader.accept("COLUMN");
        String old = reader.name();
        reader.expect("TO");
        String now = reader.name();
        reader.expectEnd();
        return effects ->
                find(effects, subject).ifPresent(each -> new Renames(effects).column(each, subject.only(), old, now));
    }

    private static void setSchema(Effects effects, Relation relation, String schema) {
        Catalog catalog = effects.catalog();
        effects.lock(relation, LockMode.ACCESS_EXCLUSIVE);
        if (!catalog.schemas.contains(schema)) {
            throw new Refusal("3F000", "schema \"" + schema + "\" does not exist");
        }
        if (relation.kind == Kind.SEQUENCE && relation.ownerTable != 0) {
            throw new Refusal("0A000", "cannot move an owned sequence into another schema");
        }
        if (relation.isIndex()) {
            throw new Refusal("42809", "cannot change schema of index \"" + relation.name + "\"");
        }
        if (!relation.schema.equals(schema)) {
            catalog.requireFreeName(schema, relation.name);
        }
        relation.schema = schema;
        catalog.indexesOf(relation).forEach(each -> each.schema = schema);
        for (Relation each : catalog.sequencesOf(relation)) {
            effects.lock(each, LockMode.ACCESS_EXCLUSIVE);
            each.schema = schema;
        }
    }

    private static void alter(Effects effects, Subject subject, Relation relation, List<TableCommand> commands) {
        LockMode mode = LockMode.ACCESS_SHARE;
        for (TableCommand each : commands) {
            mode = mode.stronger(each.mode());
        }
        mode = relation.isView() ? LockMode.ACCESS_EXCLUSIVE : mode;
        effects.lock(relation, mode);
        TableRun run = new TableRun(effects, relation, subject.only(), mode);
        for (TableCommand each : commands) {
            checkUse(effects, relation, each);
            each.check().on(run);
        }
        List<TableCommand> ordered = new ArrayList<>(commands);
        ordered.sort(java.util.Comparator.comparing(TableCommand::pass));
        for (TableCommand each : ordered) {
            each.work().on(run);
        }
        run.finish();
    }

    private static void checkUse(Effects effects, Relation relation, TableCommand command) {
        boolean fits = switch (command.relations()) {
            case TABLES ->
                relation.isTable() || (relation.kind == Kind.MATERIALIZED_VIEW && command.pass() == Pass.OTHER);
            case TABLES_AND_VIEWS -> relation.isTable() || relation.isView();
            case TABLES_AND_SEQUENCES -> relation.isTable() || relation.kind == Kind.SEQUENCE;
            case FOREIGN_TABLES -> relation.kind == Kind.FOREIGN_TABLE;
            case TABLES_AND_INDEXES ->
                relation.isTable() || relation.isIndex() || relation.kind == Kind.MATERIALIZED_VIEW;
            case ANYTHING -> true;
        };
        if (!fits) {
            throw new Refusal(
                    "42809",
                    effects.catalog().isFrom(15)
                            ? "ALTER action cannot be performed on relation \"" + relation.name + "\""
                            : "\"" + relation.name + "\" is not a table");
        }
    }

    private static void attach(Effects effects, QualifiedName name, QualifiedName partName) {
        Catalog catalog = effects.catalog();
        Relation index = catalog.require(name);
        if (index.kind != Kind.PARTITIONED_INDEX) {
            boolean early = index.isIndex() && !catalog.isFrom(13);
            throw new Refusal(
                    early ? "42P17" : "42809",
                    "\"" + index.name + "\" is not a" + (index.isIndex() ? " partitioned index" : "n index"));
        }
        Relation part = catalog.find(partName)
                .orElseThrow(() -> new Refusal("42P01", "relation \"" + partName.text() + "\" does not exist"));
        if (!part.isIndex()) {
            throw new Refusal("42809", "\"" + part.name + "\" is not an index");
        }
        Relation table = catalog.get(index.table);
        Relation partition = catalog.get(part.table);
        effects.lock(table, LockMode.ACCESS_SHARE);
        effects.lock(partition, LockMode.ACCESS_SHARE);
        effects.lock(index, LockMode.SHARE_UPDATE_EXCLUSIVE);
        effects.lock(part, LockMode.ACCESS_EXCLUSIVE);
        if (part.parentIndex == index.id()) {
            return;
        }
        boolean other = part.parentIndex != 0 || !partition.parents.contains(table.id());
        boolean twice = catalog.partsOf(index).stream().anyMatch(each -> each.table == partition.id());
        if (other || twice) {
            throw new Refusal(
                    "55000",
                    "cannot attach index \"" + part.name + "\" as a partition of index \"" + index.name + "\"");
        }
        if (!Indexes.matches(index.indexShape(), part.indexShape())) {
            throw new Refusal(
                    "42P17",
                    "cannot attach index \"" + part.name + "\" as a partition of index \"" + index.name + "\"");
        }
        boolean needsConstraint = catalog.constraintOf(index).isPresent()
                && catalog.constraintOf(part).isEmpty();
        if (needsConstraint) {
            throw new Refusal(
                    "42P17",
                    "cannot attach index \"" + part.name + "\" as a partition of index \"" + index.name + "\"");
        }
        part.parentIndex = index.id();
        catalog.constraintOf(part)
                .ifPresent(held -> partition.constraints.replace(
                        held.constraint().name(), held.constraint().inherited(true)));
        long wanted = catalog.childrenOf(table).size();
        index.valid = catalog.partsOf(index).stream().filter(each -> each.valid).count() == wanted;
    }

    /** Whether a key of a table goes by the name of its index. */
    static Optional<Constraint> constraintBehind(Relation table, int index) {
        return table.constraints.values().stream()
                .filter(each -> each.hasIndex() && each.index() == index)
                .findFirst();
    }
}
