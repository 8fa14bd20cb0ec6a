package dev.lockstep.agent.engine.postgres.explain.statement;

import static dev.lockstep.agent.engine.postgres.explain.statement.LockMode.ACCESS_EXCLUSIVE;
import static dev.lockstep.agent.engine.postgres.explain.statement.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.lockstep.agent.engine.postgres.explain.statement.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.lockstep.agent.engine.postgres.explain.catalog.Bound;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation.Persistence;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.statement.TableCommand.Pass;
import dev.lockstep.agent.engine.postgres.explain.statement.TableCommand.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Reads the commands of an ALTER TABLE. */
final class AlterTableReader {
    private final TokenReader reader;
    private final int major;
    /** Whether foreign keys of new columns can be taken on trust, because those columns are empty. */
    private boolean foreignKeysAreEmpty = true;

    AlterTableReader(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    List<TableCommand> commands() {
        List<TableCommand> commands = new ArrayList<>();
        do {
            command(commands);
        } while (reader.accept(","));
        reader.expectEnd();
        return commands;
    }

    private void command(List<TableCommand> commands) {
        if (reader.accept("ADD")) {
            add(commands);
        } else if (reader.accept("DROP")) {
            commands.add(drop());
        } else if (reader.accept("ALTER")) {
            commands.add(alter());
        } else if (reader.accept("VALIDATE", "CONSTRAINT")) {
            String name = reader.name();
            commands.add(
                    TableCommand.of(Pass.OTHER, SHARE_UPDATE_EXCLUSIVE, run -> ConstraintCommands.validate(run, name)));
        } else if (reader.accept("SET")) {
            commands.add(set());
        } else if (reader.accept("RESET")) {
            Map<String, String> names = StorageOptions.read(reader.inBrackets());
            boolean exclusive = names.keySet().stream().anyMatch(StorageOptions.STOPPING_OPTIONS::contains);
            commands.add(new TableCommand(
                    Pass.OTHER,
                    exclusive ? ACCESS_EXCLUSIVE : SHARE_UPDATE_EXCLUSIVE,
                    Use.ANYTHING,
                    run -> StorageOptions.reset(run, names)));
        } else {
            commands.add(other());
        }
    }

    private void add(List<TableCommand> commands) {
        DefinitionReader definitions = new DefinitionReader(reader, major);
        if (definitions.atTableConstraint()) {
            ConstraintDefinition constraint = definitions.tableConstraint();
            if (constraint.kind() == Constraint.Kind.FOREIGN_KEY) {
                foreignKeysAreEmpty = false;
            }
            commands.add(constraint(constraint, () -> true));
            return;
        }
        reader.accept("COLUMN");
        boolean ifNotExists = reader.ifNotExists();
        ColumnDefinition column = definitions.column();
        boolean filled = column.defaultValue().isPresent() || column.serial();
        if (filled) {
            foreignKeysAreEmpty = false;
        }
        commands.add(TableCommand.exclusive(Pass.ADD_COLUMN, run -> ColumnCommands.add(run, column, ifNotExists)));
        for (ConstraintDefinition each : column.constraints()) {
            TableCommand plain = constraint(each, major < 13 ? () -> !foreignKeysAreEmpty : () -> filled);
            boolean[] skip = new boolean[1];
            commands.add(new TableCommand(plain.pass(), ACCESS_EXCLUSIVE, Use.TABLES, run -> {
                if (!skip[0]) {
                    plain.work().on(run);
                }
            }));
            if (ifNotExists && major >= 13) {
                commands.add(
                        0,
                        new TableCommand(
                                Pass.DROP,
                                ACCESS_EXCLUSIVE,
                                Use.TABLES,
                                run -> skip[0] =
                                        run.target.column(column.name()).isPresent()));
            }
        }
    }

    private TableCommand constraint(ConstraintDefinition constraint, BooleanSupplier validated) {
        return switch (constraint.kind()) {
            case CHECK ->
                TableCommand.exclusive(Pass.ADD_CONSTRAINT, run -> ConstraintCommands.addCheck(run, constraint))
                        .checkingFirst(run -> ConstraintCommands.refuseDeferrable(constraint));
            case NOT_NULL ->
                TableCommand.exclusive(Pass.ADD_CONSTRAINT, run -> ConstraintCommands.addNotNull(run, constraint));
            case FOREIGN_KEY ->
                TableCommand.of(
                        Pass.ADD_FOREIGN_KEY,
                        SHARE_ROW_EXCLUSIVE,
                        run -> ConstraintCommands.addForeignKey(run, constraint, validated.getAsBoolean()));
            default -> {
                if (constraint.has("NOT VALID")) {
                    yield TableCommand.exclusive(Pass.DROP, run -> {
                        throw new dev.lockstep.agent.engine.postgres.explain.catalog.Refusal(
                                "0A000",
                                constraint.kind().name().replace('_', ' ') + " constraints cannot be marked NOT VALID");
                    });
                }
                yield TableCommand.exclusive(Pass.ADD_INDEX, run -> KeyCommands.add(run, constraint));
            }
        };
    }

    private TableCommand drop() {
        if (reader.accept("CONSTRAINT")) {
            boolean ifExists = reader.ifExists();
            String name = reader.name();
            boolean cascade = cascade(reader);
            return TableCommand.exclusive(
                    Pass.DROP, run -> new Dropping(run.effects).dropConstraint(run, name, ifExists, cascade));
        }
        reader.accept("COLUMN");
        boolean ifExists = reader.ifExists();
        String name = reader.name();
        boolean cascade = cascade(reader);
        return TableCommand.exclusive(
                Pass.DROP, run -> new Dropping(run.effects).dropColumn(run, name, ifExists, cascade));
    }

    static boolean cascade(TokenReader reader) {
        if (reader.accept("CASCADE")) {
            return true;
        }
        reader.accept("RESTRICT");
        return false;
    }

    private TableCommand alter() {
        if (reader.accept("CONSTRAINT")) {
            return alterConstraint();
        }
        return new AlterColumnReader(reader, major).command();
    }

    private TableCommand alterConstraint() {
        String name = reader.name();
        if (major >= 18 && (reader.at("NO", "INHERIT") || reader.at("INHERIT"))) {
            boolean inherits = !reader.accept("NO");
            reader.expect("INHERIT");
            return TableCommand.exclusive(Pass.OTHER, run -> ConstraintCommands.alterInheritance(run, name, inherits));
        }
        boolean enforced = true;
        boolean says = false;
        while (!reader.atEnd() && !reader.peek().isSign(",")) {
            if (major >= 18 && reader.accept("NOT", "ENFORCED")) {
                enforced = false;
                says = true;
            } else if (major >= 18 && reader.accept("ENFORCED")) {
                says = true;
            } else if (!(reader.accept("NOT", "DEFERRABLE")
                    || reader.accept("DEFERRABLE")
                    || reader.accept("INITIALLY", "DEFERRED")
                    || reader.accept("INITIALLY", "IMMEDIATE"))) {
                throw reader.failure();
            }
        }
        boolean isEnforced = enforced;
        boolean saysEnforced = says;
        return TableCommand.exclusive(Pass.OTHER, run -> ConstraintCommands.alter(run, name, isEnforced, saysEnforced));
    }

    private TableCommand options(Map<String, String> options) {
        boolean exclusive = options.keySet().stream().anyMatch(StorageOptions.STOPPING_OPTIONS::contains);
        return new TableCommand(
                Pass.OTHER,
                exclusive ? ACCESS_EXCLUSIVE : SHARE_UPDATE_EXCLUSIVE,
                Use.ANYTHING,
                run -> StorageOptions.set(run, options));
    }

    private TableCommand set() {
        if (reader.at("(")) {
            return options(StorageOptions.read(reader.inBrackets()));
        }
        if (reader.at("LOGGED") || reader.at("UNLOGGED")) {
            return persistence();
        }
        if (reader.accept("WITHOUT", "CLUSTER")) {
            return TableCommand.of(Pass.OTHER, SHARE_UPDATE_EXCLUSIVE, TableSettings::withoutCluster);
        }
        if (reader.accept("WITHOUT", "OIDS")) {
            return TableCommand.exclusive(Pass.OTHER, run -> {});
        }
        if (reader.accept("TABLESPACE")) {
            String name = reader.name();
            return new TableCommand(Pass.OTHER, ACCESS_EXCLUSIVE, Use.ANYTHING, run -> {
                if (!name.equals("pg_default") && run.target.hasRows()) {
                    run.effects.copies(run.target);
                }
            });
        }
        if (major < 15) {
            throw reader.failure();
        }
        reader.expect("ACCESS", "METHOD");
        if (major < 17 && reader.at("DEFAULT")) {
            throw reader.failure();
        }
        String method = reader.label();
        return TableCommand.exclusive(Pass.OTHER, run -> TableSettings.accessMethod(run, method));
    }

    private TableCommand persistence() {
        Persistence wanted = reader.take().isWord("LOGGED") ? Persistence.PERMANENT : Persistence.UNLOGGED;
        return new TableCommand(Pass.OTHER, ACCESS_EXCLUSIVE, Use.TABLES_AND_SEQUENCES, run -> {
            if (run.target.isTable()) {
                TableSettings.persistence(run, wanted);
            } else {
                TableSettings.persistenceOfSequence(run);
            }
        });
    }

    private TableCommand other() {
        if (reader.accept("CLUSTER", "ON")) {
            String index = reader.name();
            return TableCommand.of(Pass.OTHER, SHARE_UPDATE_EXCLUSIVE, run -> TableSettings.clusterOn(run, index));
        }
        if (reader.accept("REPLICA", "IDENTITY")) {
            if (reader.accept("USING", "INDEX")) {
                String index = reader.name();
                return TableCommand.exclusive(Pass.OTHER, run -> TableSettings.replicaIdentity(run, index));
            }
            if (!reader.atOneOf("DEFAULT", "FULL", "NOTHING")) {
                throw reader.failure();
            }
            Relation.Identity identity =
                    Relation.Identity.valueOf(reader.take().value().toUpperCase(Locale.ROOT));
            return TableCommand.exclusive(Pass.OTHER, run -> TableSettings.replicaIdentity(run, identity));
        }
        if (reader.accept("OWNER", "TO")) {
            reader.label();
            return new TableCommand(Pass.OTHER, ACCESS_EXCLUSIVE, Use.ANYTHING, run -> {});
        }
        if (reader.accept("OPTIONS")) {
            reader.inBrackets();
            return new TableCommand(Pass.OTHER, ACCESS_EXCLUSIVE, Use.FOREIGN_TABLES, run -> {});
        }
        if (reader.accept("INHERIT")) {
            QualifiedName parent = reader.qualifiedName();
            return TableCommand.exclusive(Pass.OTHER, run -> new Inheritance(run.effects).inherit(run, parent))
                    .checkingFirst(run -> Inheritance.refusePartition(run.target));
        }
        if (reader.accept("NO", "INHERIT")) {
            QualifiedName parent = reader.qualifiedName();
            return TableCommand.exclusive(Pass.OTHER, run -> new Inheritance(run.effects).noInherit(run, parent));
        }
        if (reader.accept("OF")) {
            QualifiedName type = reader.qualifiedName();
            return TableCommand.exclusive(Pass.OTHER, run -> TableSettings.of(run, type));
        }
        if (reader.accept("NOT", "OF")) {
            return TableCommand.exclusive(Pass.OTHER, TableSettings::notOf);
        }
        if (reader.accept("ATTACH", "PARTITION")) {
            QualifiedName name = reader.qualifiedName();
            Bound bound = Partitions.readBound(reader);
            return TableCommand.of(
                    Pass.OTHER, SHARE_UPDATE_EXCLUSIVE, run -> new Partitions(run.effects).attach(run, name, bound));
        }
        if (reader.accept("DETACH", "PARTITION")) {
            return detach();
        }
        return enableOrDisable();
    }

    private TableCommand detach() {
        QualifiedName name = reader.qualifiedName();
        boolean concurrently = major >= 14 && reader.accept("CONCURRENTLY");
        boolean finalize = major >= 14 && reader.accept("FINALIZE");
        LockMode mode = concurrently || finalize ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE;
        return TableCommand.of(
                Pass.OTHER, mode, run -> new Partitions(run.effects).detach(run, name, concurrently, finalize));
    }

    private TableCommand enableOrDisable() {
        boolean unforced = reader.accept("NO");
        if (unforced || reader.at("FORCE")) {
            reader.expect("FORCE", "ROW", "LEVEL", "SECURITY");
            return TableCommand.exclusive(Pass.OTHER, run -> run.target.forcesRowSecurity = !unforced);
        }
        if (!reader.accept("ENABLE")) {
            reader.expect("DISABLE");
        }
        if (reader.accept("ROW", "LEVEL", "SECURITY")) {
            return TableCommand.exclusive(Pass.OTHER, run -> {});
        }
        if (!reader.accept("ALWAYS")) {
            reader.accept("REPLICA");
        }
        if (reader.accept("RULE")) {
            String name = reader.name();
            return new TableCommand(
                    Pass.OTHER, ACCESS_EXCLUSIVE, Use.TABLES_AND_VIEWS, run -> TableSettings.rule(run, name));
        }
        reader.expect("TRIGGER");
        String name = reader.label();
        return TableCommand.of(Pass.OTHER, SHARE_ROW_EXCLUSIVE, run -> TableSettings.trigger(run, name));
    }
}
