package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.FunctionFacts;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CREATE FUNCTION, as far as it matters to who calls it. */
final class FunctionStatements {
    private static final Pattern SIMPLE_BODY = Pattern.compile("(?is)\\s*select\\s+(.*?);?\\s*");
    private static final Pattern NOT_SIMPLE =
            Pattern.compile("(?is).*\\b(from|where|group|order|limit|union|with|into)\\b.*|.*;.*");

    private final TokenReader reader;

    FunctionStatements(TokenReader reader) {
        this.reader = reader;
    }

    /** What stands behind the arguments, while it is read. */
    private static final class Properties {
        private TypeRef result = TypeRef.of("void");
        private char volatility = 'v';
        private boolean sql;
        private boolean set;
        private String body = "";
    }

    Action create(boolean replace) {
        reader.take();
        QualifiedName name = reader.qualifiedName();
        List<TypeRef> arguments = new ArrayList<>();
        int[] defaults = new int[1];
        TokenReader inside = TokenReader.over(reader.inBrackets());
        while (!inside.atEnd()) {
            TokenReader argument = TokenReader.over(inside.until(token -> token.isSign(",")));
            inside.accept(",");
            argument(argument, arguments, defaults);
        }
        Properties properties = properties();
        return effects -> {
            Catalog catalog = effects.catalog();
            String schema = catalog.schemaFor(name);
            catalog.functions.removeIf(each -> replace
                    && each.schema().equals(schema)
                    && each.name().equals(name.name())
                    && each.arguments().equals(arguments));
            boolean inlined = properties.sql && !properties.set;
            catalog.functions.add(new FunctionFacts(
                    schema,
                    name.name(),
                    arguments,
                    defaults[0],
                    properties.result,
                    properties.volatility,
                    inlined ? properties.body : ""));
        };
    }

    private static void argument(TokenReader argument, List<TypeRef> arguments, int[] defaults) {
        boolean out = argument.atOneOf("OUT", "TABLE");
        if (argument.atOneOf("IN", "OUT", "INOUT", "VARIADIC")) {
            argument.take();
        }
        List<Token> tokens = argument.rest();
        TypeRef type = typeOf(tokens, 1);
        type = type.name().isEmpty() ? typeOf(tokens, 0) : type;
        if (!out) {
            arguments.add(type);
            boolean hasDefault = tokens.stream().anyMatch(token -> token.isWord("DEFAULT") || token.isSign("="));
            defaults[0] += hasDefault ? 1 : 0;
        }
    }

    /** A name may stand in front of the type. */
    private static TypeRef typeOf(List<Token> tokens, int from) {
        try {
            TokenReader reader = TokenReader.over(tokens.subList(Math.min(from, tokens.size()), tokens.size()));
            TypeRef type = TypeReader.read(reader);
            boolean complete = reader.atEnd() || reader.at("DEFAULT") || reader.at("=");
            return complete ? type : TypeRef.of("");
        } catch (SyntaxFailure noType) {
            return TypeRef.of("");
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        while (!reader.atEnd()) {
            if (reader.accept("RETURNS")) {
                returns(properties);
            } else if (reader.accept("LANGUAGE")) {
                properties.sql = reader.take().value().toLowerCase(Locale.ROOT).equals("sql");
            } else if (reader.accept("IMMUTABLE")) {
                properties.volatility = 'i';
            } else if (reader.accept("STABLE")) {
                properties.volatility = 's';
            } else if (reader.accept("VOLATILE")) {
                properties.volatility = 'v';
            } else if (reader.accept("AS")) {
                Token body = reader.take();
                properties.body = simple(body.value());
            } else if (reader.accept("RETURN")) {
                properties.sql = true;
                properties.body = simple("select "
                        + new dev.lockstep.agent.engine.postgres.explain.parse.Expression(reader.rest()).text());
            } else {
                reader.take();
            }
        }
        return properties;
    }

    private void returns(Properties properties) {
        if (reader.accept("TABLE")) {
            reader.inBrackets();
            properties.set = true;
            return;
        }
        properties.set = reader.at("SETOF") || reader.accept("NULL");
        if (!reader.accept("ON", "NULL", "INPUT")) {
            properties.result = TypeReader.read(reader);
        }
    }

    private static String simple(String body) {
        Matcher matcher = SIMPLE_BODY.matcher(body);
        boolean simple =
                matcher.matches() && !NOT_SIMPLE.matcher(matcher.group(1)).matches();
        return simple ? matcher.group(1) : "";
    }

    /** A function by its name and the number of its arguments; -1 for any number. */
    private record Signature(QualifiedName name, int arguments) {}

    /** After DROP: FUNCTION, PROCEDURE, ROUTINE or AGGREGATE. */
    Action drop() {
        reader.take();
        boolean ifExists = reader.ifExists();
        List<Signature> signatures = new ArrayList<>();
        do {
            QualifiedName name = reader.qualifiedName();
            signatures.add(new Signature(name, reader.at("(") ? arguments(reader.inBrackets()) : -1));
        } while (reader.accept(","));
        boolean cascade = AlterTableReader.cascade(reader);
        reader.expectEnd();
        return effects -> {
            List<Dropping.Thing> things = new ArrayList<>();
            for (Signature each : signatures) {
                boolean found = effects.catalog().functions.stream()
                        .anyMatch(function -> function.name().equals(each.name().name())
                                && (each.arguments() < 0 || function.arguments().size() == each.arguments()));
                if (!found && !ifExists) {
                    throw new Refusal("42883", "function " + each.name().text() + "() does not exist");
                }
                if (found) {
                    things.add(new Dropping.Thing(
                            Dropping.Sort.FUNCTION, 0, each.name().name()));
                }
            }
            new Dropping(effects)
                    .drop(
                            things,
                            cascade,
                            "function " + signatures.get(0).name().text());
        };
    }

    private static int arguments(List<Token> tokens) {
        return tokens.isEmpty()
                ? 0
                : 1 + (int) tokens.stream().filter(token -> token.isSign(",")).count();
    }
}
