package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Column.Generation;
import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads columns and constraints as CREATE TABLE and ALTER TABLE write them. */
final class DefinitionReader {
    private static final Map<String, String> SERIALS = Map.of(
            "serial",
            "int4",
            "serial4",
            "int4",
            "bigserial",
            "int8",
            "serial8",
            "int8",
            "smallserial",
            "int2",
            "serial2",
            "int2");

    /** The options of a foreign key over spans of time. */
    static final String PERIOD = "PERIOD";

    static final String REFERENCED_PERIOD = "REFERENCED PERIOD";

    private final TokenReader reader;
    private final int major;

    DefinitionReader(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** Whether a constraint of a table comes next, and not a column. */
    boolean atTableConstraint() {
        return reader.atOneOf("CONSTRAINT", "CHECK", "UNIQUE", "FOREIGN", "EXCLUDE")
                || reader.at("PRIMARY", "KEY")
                || (major >= 18 && reader.at("NOT", "NULL"));
    }

    ColumnDefinition column() {
        String name = reader.name();
        TypeRef written = TypeReader.read(reader);
        boolean serial = written.schema().isEmpty() && !written.isArray() && SERIALS.containsKey(written.name());
        TypeRef type = serial ? TypeRef.of(SERIALS.getOrDefault(written.name(), "int4")) : written;
        return columnOptions(name, type, serial);
    }

    /** What stands behind the type of a column. */
    ColumnDefinition columnOptions(String name, TypeRef type, boolean serial) {
        ColumnParts parts = new ColumnParts(name);
        parts.notNull = serial;
        while (!atEndOfColumn()) {
            option(parts);
        }
        if (parts.saidNull && parts.notNull) {
            throw new Refusal("42601", "conflicting NULL/NOT NULL declarations for column \"" + name + "\"");
        }
        boolean twice = parts.defaultValue.isPresent() && (serial || parts.generation != Generation.NONE);
        if (twice) {
            throw new Refusal("42601", "multiple default values specified for column \"" + name + "\"");
        }
        boolean notNull = parts.notNull || parts.generation.isIdentity();
        return new ColumnDefinition(
                name,
                type,
                serial,
                parts.collation,
                notNull,
                parts.defaultValue,
                parts.generation,
                parts.computedAs,
                List.copyOf(parts.constraints));
    }

    /** A column while it is read. */
    private static final class ColumnParts {
        private final String name;
        private String collation = "";
        private boolean notNull;
        private boolean saidNull;
        private Optional<Expression> defaultValue = Optional.empty();
        private Generation generation = Generation.NONE;
        private Optional<Expression> computedAs = Optional.empty();
        private final List<ConstraintDefinition> constraints = new ArrayList<>();

        ColumnParts(String name) {
            this.name = name;
        }
    }

    private boolean atEndOfColumn() {
        return reader.atEnd() || reader.peek().isSign(",") || reader.peek().isSign(")");
    }

    private void option(ColumnParts parts) {
        if (reader.accept("COLLATE")) {
            parts.collation = reader.qualifiedName().name();
        } else if ((major >= 16 && reader.accept("STORAGE")) || (major >= 14 && reader.accept("COMPRESSION"))) {
            reader.take();
        } else if (reader.accept("OPTIONS")) {
            reader.inBrackets();
        } else {
            String name = reader.accept("CONSTRAINT") ? reader.name() : "";
            columnConstraint(parts, name);
        }
    }

    private void columnConstraint(ColumnParts parts, String name) {
        if (reader.accept("NOT", "NULL")) {
            parts.notNull = true;
            boolean noInherit = reader.accept("NO", "INHERIT");
            if (!name.isEmpty() && major >= 18) {
                parts.constraints.add(ConstraintDefinition.simple(
                        name,
                        Constraint.Kind.NOT_NULL,
                        List.of(parts.name),
                        noInherit ? Set.of("NO INHERIT") : Set.of()));
            }
        } else if (reader.accept("NULL")) {
            parts.saidNull = true;
        } else if (reader.accept("DEFAULT")) {
            parts.defaultValue = Optional.of(defaultExpression());
        } else if (reader.accept("GENERATED")) {
            generation(parts);
        } else if (reader.at("DEFERRABLE") || reader.at("NOT", "DEFERRABLE") || reader.at("INITIALLY")) {
            deferral(new LinkedHashSet<>());
        } else {
            ConstraintDefinition constraint = constraint(name, List.of(parts.name), true);
            if (constraint.kind() == Constraint.Kind.PRIMARY_KEY) {
                parts.notNull = true;
            }
            parts.constraints.add(constraint);
        }
    }

    private Expression defaultExpression() {
        if (atEndOfColumn()) {
            throw reader.failure();
        }
        List<Token> tokens = new ArrayList<>();
        tokens.add(reader.peek());
        if (reader.peek().isSign("(")) {
            tokens = new ArrayList<>();
        } else {
            reader.take();
        }
        tokens.addAll(reader.until(token -> token.isSign(",")
                || token.isOneOf(
                        "CONSTRAINT",
                        "NOT",
                        "NULL",
                        "UNIQUE",
                        "PRIMARY",
                        "CHECK",
                        "DEFAULT",
                        "REFERENCES",
                        "COLLATE",
                        "GENERATED",
                        "DEFERRABLE",
                        "INITIALLY",
                        "STORAGE",
                        "COMPRESSION")));
        refuseWeakOperators(tokens);
        return Expression.of(tokens, reader.peek());
    }

    /** In a column's definition a default that needs these words stands in brackets. */
    private static void refuseWeakOperators(List<Token> tokens) {
        int depth = 0;
        for (Token token : tokens) {
            depth += token.isSign("(") || token.isSign("[") ? 1 : token.isSign(")") || token.isSign("]") ? -1 : 0;
            if (depth == 0 && token.isOneOf("AND", "OR", "AT", "LIKE", "ILIKE", "BETWEEN", "IN", "SIMILAR", "ISNULL")) {
                throw SyntaxFailure.near(token);
            }
        }
    }

    private void generation(ColumnParts parts) {
        boolean always = reader.accept("ALWAYS");
        if (!always) {
            reader.expect("BY", "DEFAULT");
        }
        reader.expect("AS");
        if (reader.accept("IDENTITY")) {
            parts.generation = always ? Generation.IDENTITY_ALWAYS : Generation.IDENTITY_BY_DEFAULT;
            if (reader.at("(")) {
                reader.inBrackets();
            }
            return;
        }
        List<Token> tokens = reader.inBrackets();
        parts.computedAs = Optional.of(Expression.of(tokens, reader.peek()));
        if (major < 18) {
            reader.expect("STORED");
            parts.generation = Generation.STORED;
        } else {
            boolean stored = reader.accept("STORED");
            if (!stored) {
                reader.accept("VIRTUAL");
            }
            parts.generation = stored ? Generation.STORED : Generation.VIRTUAL;
        }
    }

    /** A constraint of a table. */
    ConstraintDefinition tableConstraint() {
        String name = reader.accept("CONSTRAINT") ? reader.name() : "";
        return constraint(name, List.of(), false);
    }

    private ConstraintDefinition constraint(String name, List<String> ownColumns, boolean ofColumn) {
        if (reader.accept("CHECK")) {
            List<Token> tokens = reader.inBrackets();
            Expression check = Expression.of(tokens, reader.peek());
            return ConstraintDefinition.simple(name, Constraint.Kind.CHECK, ownColumns, options(ofColumn))
                    .checking(Optional.of(check));
        }
        if (reader.accept("UNIQUE")) {
            return keyed(name, Constraint.Kind.UNIQUE, ownColumns, ofColumn);
        }
        if (reader.accept("PRIMARY", "KEY")) {
            return keyed(name, Constraint.Kind.PRIMARY_KEY, ownColumns, ofColumn);
        }
        if (!ofColumn && major >= 18 && reader.accept("NOT", "NULL")) {
            String column = reader.name();
            return ConstraintDefinition.simple(name, Constraint.Kind.NOT_NULL, List.of(column), options(false));
        }
        if (!ofColumn && reader.accept("EXCLUDE")) {
            return exclusion(name);
        }
        if (!ofColumn) {
            reader.expect("FOREIGN", "KEY");
        }
        Set<String> options = new LinkedHashSet<>();
        List<String> columns = ofColumn ? ownColumns : keyColumns(options, PERIOD);
        reader.expect("REFERENCES");
        QualifiedName references = reader.qualifiedName();
        List<String> referenced =
                reader.at("(") ? ofColumn ? reader.nameList() : keyColumns(options, REFERENCED_PERIOD) : List.of();
        options.addAll(options(ofColumn));
        return ConstraintDefinition.simple(name, Constraint.Kind.FOREIGN_KEY, columns, options)
                .referring(references, referenced);
    }

    /** From 18 on the last column of a foreign key may be a PERIOD. */
    private List<String> keyColumns(Set<String> options, String option) {
        if (major < 18) {
            return reader.nameList();
        }
        List<String> columns = new ArrayList<>();
        reader.expect("(");
        do {
            boolean period = reader.at("PERIOD") && reader.peek(1).isName();
            if (period) {
                reader.take();
                options.add(option);
            }
            columns.add(reader.name());
            if (period) {
                break;
            }
        } while (reader.accept(","));
        reader.expect(")");
        return columns;
    }

    private ConstraintDefinition keyed(String name, Constraint.Kind kind, List<String> ownColumns, boolean ofColumn) {
        Set<String> options = new LinkedHashSet<>();
        if (!ofColumn && reader.accept("USING", "INDEX")) {
            String index = reader.name();
            options.addAll(options(ofColumn));
            return ConstraintDefinition.simple(name, kind, List.of(), options).taking(index);
        }
        if (kind == Constraint.Kind.UNIQUE && major >= 15 && reader.accept("NULLS")) {
            options.add(reader.accept("NOT") ? "NULLS NOT DISTINCT" : "NULLS DISTINCT");
            reader.expect("DISTINCT");
        }
        List<String> columns = new ArrayList<>(ownColumns);
        if (!ofColumn) {
            reader.expect("(");
            do {
                columns.add(reader.name());
            } while (reader.accept(","));
            if (major >= 18 && reader.accept("WITHOUT", "OVERLAPS")) {
                options.add("WITHOUT OVERLAPS");
            }
            reader.expect(")");
        }
        List<String> included = reader.accept("INCLUDE") ? reader.nameList() : List.of();
        indexOptions();
        options.addAll(options(ofColumn));
        return ConstraintDefinition.simple(name, kind, columns, options).including(included);
    }

    private void indexOptions() {
        if (reader.accept("WITH")) {
            reader.inBrackets();
        }
        if (reader.accept("USING", "INDEX", "TABLESPACE")) {
            reader.name();
        }
    }

    private ConstraintDefinition exclusion(String name) {
        String method = reader.accept("USING") ? reader.name() : "btree";
        reader.expect("(");
        List<Expression> elements = new ArrayList<>();
        List<String> operators = new ArrayList<>();
        do {
            List<Token> key = reader.until(token -> token.isWord("WITH") || token.isSign(","));
            elements.add(Expression.of(key, reader.peek()));
            reader.expect("WITH");
            List<Token> operator = reader.until(token -> token.isSign(","));
            operators.add(operator.size() == 1 ? operator.get(0).text() : "");
        } while (reader.accept(","));
        reader.expect(")");
        List<String> included = reader.accept("INCLUDE") ? reader.nameList() : List.of();
        indexOptions();
        Optional<Expression> condition = Optional.empty();
        if (reader.accept("WHERE")) {
            condition = Optional.of(Expression.of(reader.inBrackets(), reader.peek()));
        }
        return ConstraintDefinition.simple(name, Constraint.Kind.EXCLUSION, List.of(), options(false))
                .including(included)
                .excluding(method, elements, operators)
                .checking(condition);
    }

    /** What may stand behind a constraint. */
    private Set<String> options(boolean ofColumn) {
        Set<String> options = new LinkedHashSet<>();
        boolean more = true;
        while (more) {
            more = option(options, ofColumn);
        }
        return options;
    }

    private boolean option(Set<String> options, boolean ofColumn) {
        if (reader.accept("MATCH")) {
            options.add("MATCH " + reader.take().value());
            return true;
        }
        if (reader.at("ON", "DELETE") || reader.at("ON", "UPDATE")) {
            reader.take();
            options.add("ON " + reader.take().value() + " " + referentialAction());
            return true;
        }
        if (!ofColumn && reader.accept("NOT", "VALID")) {
            return options.add("NOT VALID");
        }
        if (reader.accept("NO", "INHERIT")) {
            return options.add("NO INHERIT");
        }
        if (major >= 18 && reader.accept("NOT", "ENFORCED")) {
            return options.add("NOT ENFORCED");
        }
        if (major >= 18 && reader.accept("ENFORCED")) {
            return true;
        }
        return deferral(options);
    }

    private boolean deferral(Set<String> options) {
        if (reader.accept("NOT", "DEFERRABLE")) {
            return true;
        }
        if (reader.accept("DEFERRABLE")) {
            return options.add("DEFERRABLE");
        }
        if (reader.accept("INITIALLY", "DEFERRED")) {
            return options.add("DEFERRABLE") | options.add("DEFERRED");
        }
        return reader.accept("INITIALLY", "IMMEDIATE");
    }

    private String referentialAction() {
        if (reader.accept("NO", "ACTION")) {
            return "NO ACTION";
        }
        if (reader.accept("RESTRICT")) {
            return "RESTRICT";
        }
        if (reader.accept("CASCADE")) {
            return "CASCADE";
        }
        reader.expect("SET");
        String what = reader.accept("NULL") ? "SET NULL" : setDefault();
        if (major >= 15 && reader.at("(")) {
            reader.nameList();
        }
        return what;
    }

    private String setDefault() {
        reader.expect("DEFAULT");
        return "SET DEFAULT";
    }
}
