package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Constraint;
import dev.lockstep.agent.engine.postgres.explain.parse.Expression;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads constraints. */
final class ConstraintReader {
    /** The options of a foreign key over spans of time. */
    static final String PERIOD = "PERIOD";

    static final String REFERENCED_PERIOD = "REFERENCED PERIOD";

    private final TokenReader reader;
    private final int major;

    ConstraintReader(TokenReader reader, int major) {
        this.reader = reader;
        this.major = major;
    }

    /** @param ownColumns of a constraint that stands behind a column */
    ConstraintDefinition constraint(String name, List<String> ownColumns, boolean ofColumn) {
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

    boolean deferral(Set<String> options) {
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

    private boolean option(Set<String> options, boolean ofColumn) {
        if (options.isEmpty() && reader.accept("MATCH")) {
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
}
