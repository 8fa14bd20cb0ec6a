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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CREATE and DROP of functions, as far as it matters to who calls them. */
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

    /** CREATE AGGREGATE: known by its name and arguments; what it says may depend on anything. */
    Action createAggregate() {
        reader.take();
        QualifiedName name = reader.qualifiedName();
        Arguments arguments = new Arguments();
        arguments.read(reader.inBrackets());
        reader.rest();
        return effects -> {
            Catalog catalog = effects.catalog();
            catalog.functions.add(new FunctionFacts(
                    catalog.schemaFor(name),
                    name.name(),
                    'a',
                    arguments.types,
                    arguments.names,
                    0,
                    TypeRef.of("?"),
                    'v',
                    ""));
        };
    }

    Action create(boolean replace) {
        char kind = reader.take().isWord("PROCEDURE") ? 'p' : 'f';
        QualifiedName name = reader.qualifiedName();
        Arguments arguments = new Arguments();
        arguments.read(reader.inBrackets());
        Properties properties = properties();
        return effects -> {
            Catalog catalog = effects.catalog();
            String schema = catalog.schemaFor(name);
            Optional<FunctionFacts> there = catalog.functions.stream()
                    .filter(each -> each.schema().equals(schema)
                            && each.name().equals(name.name())
                            && each.arguments().equals(arguments.types))
                    .findFirst();
            there.ifPresent(each -> checkReplacement(each, replace, kind, arguments, properties));
            there.ifPresent(catalog.functions::remove);
            boolean inlined = properties.sql && !properties.set;
            catalog.functions.add(new FunctionFacts(
                    schema,
                    name.name(),
                    kind,
                    arguments.types,
                    arguments.names,
                    arguments.defaults,
                    properties.result,
                    properties.volatility,
                    inlined ? properties.body : ""));
        };
    }

    /** A function keeps what those who call it rely on. */
    private static void checkReplacement(
            FunctionFacts there, boolean replace, char kind, Arguments arguments, Properties properties) {
        if (!replace) {
            throw new Refusal("42723", "function \"" + there.name() + "\" already exists with same argument types");
        }
        if (there.kind() != kind) {
            throw new Refusal("42809", "cannot change routine kind");
        }
        if (!there.result().key().equals(properties.result.key())) {
            throw new Refusal("42P13", "cannot change return type of existing function");
        }
        for (int i = 0; i < arguments.names.size(); i++) {
            String old = there.argumentNames().get(i);
            if (!old.isEmpty() && !old.equals(arguments.names.get(i))) {
                throw new Refusal("42P13", "cannot change name of input parameter \"" + old + "\"");
            }
        }
    }

    /** What a function takes, while it is read. */
    private static final class Arguments {
        private final List<TypeRef> types = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private int defaults;

        private void read(List<Token> tokens) {
            TokenReader inside = TokenReader.over(tokens);
            while (!inside.atEnd()) {
                TokenReader argument = TokenReader.over(inside.until(token -> token.isSign(",")));
                inside.accept(",");
                one(argument);
            }
        }

        private void one(TokenReader argument) {
            boolean out = argument.atOneOf("OUT", "TABLE");
            if (argument.atOneOf("IN", "OUT", "INOUT", "VARIADIC")) {
                argument.take();
            }
            List<Token> tokens = argument.rest();
            TypeRef behindName = typeOf(tokens, 1);
            boolean named = !behindName.name().isEmpty();
            if (!out) {
                types.add(named ? behindName : typeOf(tokens, 0));
                names.add(named ? tokens.get(0).value() : "");
                boolean hasDefault = tokens.stream().anyMatch(token -> token.isWord("DEFAULT") || token.isSign("="));
                defaults += hasDefault ? 1 : 0;
            }
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
        String what = reader.take().value();
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
                Optional<FunctionFacts> found = effects.catalog().functions.stream()
                        .filter(function -> function.name().equals(each.name().name())
                                && (each.arguments() < 0 || function.arguments().size() == each.arguments()))
                        .findFirst();
                if (found.isEmpty() && !ifExists) {
                    throw new Refusal("42883", what + " " + each.name().text() + "() does not exist");
                }
                boolean fits = found.map(one -> what.equals("routine") || what.charAt(0) == one.kind())
                        .orElse(true);
                if (!fits) {
                    throw new Refusal("42809", each.name().text() + "() is not a " + what);
                }
                found.ifPresent(one -> things.add(new Dropping.Thing(Dropping.Sort.FUNCTION, 0, one.name())));
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
