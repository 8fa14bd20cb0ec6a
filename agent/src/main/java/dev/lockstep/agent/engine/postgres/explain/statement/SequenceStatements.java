package dev.lockstep.agent.engine.postgres.explain.statement;

import dev.lockstep.agent.engine.postgres.explain.catalog.Catalog;
import dev.lockstep.agent.engine.postgres.explain.catalog.Refusal;
import dev.lockstep.agent.engine.postgres.explain.catalog.Relation;
import dev.lockstep.agent.engine.postgres.explain.catalog.SequenceRange;
import dev.lockstep.agent.engine.postgres.explain.parse.QualifiedName;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CREATE SEQUENCE and ALTER SEQUENCE. */
final class SequenceStatements {
    private final TokenReader reader;
    private final Map<String, BigInteger> numbers = new HashMap<>();
    private final Set<String> without = new HashSet<>();
    private Optional<String> type = Optional.empty();

    SequenceStatements(TokenReader reader) {
        this.reader = reader;
    }

    Action create(boolean temporary) {
        reader.expect("SEQUENCE");
        boolean ifNotExists = reader.ifNotExists();
        QualifiedName name = reader.qualifiedName();
        List<String> owner = options();
        return effects -> {
            Catalog catalog = effects.catalog();
            String schema = temporary ? "pg_temp" : catalog.schemaFor(name);
            if (catalog.isTaken(schema, name.name()) && ifNotExists) {
                return;
            }
            Relation sequence = catalog.create(Relation.Kind.SEQUENCE, schema, name.name());
            sequence.range = Optional.of(SequenceRange.of(said()));
            own(effects, sequence, owner);
        };
    }

    Action alter(QualifiedName name, boolean ifExists) {
        List<String> owner = options();
        return effects -> {
            if (ifExists && effects.catalog().find(name).isEmpty()) {
                return;
            }
            Relation sequence = effects.catalog().require(name);
            if (sequence.kind != Relation.Kind.SEQUENCE) {
                throw new Refusal("42809", "\"" + sequence.name + "\" is not a sequence");
            }
            effects.lock(sequence, LockMode.SHARE_ROW_EXCLUSIVE);
            sequence.range = sequence.range.map(range -> range.with(said()));
            own(effects, sequence, owner);
        };
    }

    /** The parts of the name behind OWNED BY; none when nobody said it. */
    private List<String> options() {
        List<String> owner = new ArrayList<>();
        while (!reader.atEnd()) {
            if (reader.accept("OWNED", "BY")) {
                owner.add(reader.label());
                while (reader.accept(".")) {
                    owner.add(reader.label());
                }
            } else if (reader.atOneOf(
                    "AS",
                    "INCREMENT",
                    "BY",
                    "MINVALUE",
                    "MAXVALUE",
                    "NO",
                    "START",
                    "WITH",
                    "RESTART",
                    "CACHE",
                    "CYCLE",
                    "SEQUENCE",
                    "NAME",
                    "LOGGED",
                    "UNLOGGED")) {
                boolean stands = reader.at("INCREMENT")
                        && reader.peek(reader.at("INCREMENT", "BY") ? 2 : 1)
                                .text()
                                .equals("0");
                if (stands) {
                    throw new Refusal("22023", "INCREMENT must not be zero");
                }
                option(reader.take().value());
            } else {
                throw reader.failure();
            }
        }
        return owner;
    }

    private void option(String option) {
        if (option.equals("as")) {
            String key = TypeReader.read(reader).key();
            if (!List.of("int2", "int4", "int8").contains(key)) {
                throw new Refusal("22023", "sequence type must be smallint, integer, or bigint");
            }
            type = Optional.of(key);
        }
        if (option.equals("no")) {
            without.add(reader.peek().value());
        }
        if (option.equals("increment")) {
            reader.accept("BY");
        } else if (option.equals("start") || option.equals("restart")) {
            reader.accept("WITH");
        }
        boolean negative = reader.accept("-");
        if (reader.peek().kind() == Token.Kind.NUMBER) {
            numbers.put(
                    option, new BigInteger((negative ? "-" : "") + reader.take().text()));
        }
    }

    private SequenceRange.Said said() {
        return new SequenceRange.Said(
                type,
                number("increment"),
                number("minvalue"),
                without.contains("minvalue"),
                number("maxvalue"),
                without.contains("maxvalue"),
                number("start"),
                number("restart"));
    }

    private Optional<BigInteger> number(String option) {
        return Optional.ofNullable(numbers.get(option));
    }

    private static void own(Effects effects, Relation sequence, List<String> owner) {
        if (owner.isEmpty()) {
            return;
        }
        if (owner.size() == 1) {
            if (!owner.get(0).equals("none")) {
                throw new Refusal("42601", "invalid OWNED BY option");
            }
            refuseIdentity(sequence);
            sequence.ownerTable = 0;
            sequence.ownerColumn = "";
            return;
        }
        String column = owner.get(owner.size() - 1);
        String schema = owner.size() > 2 ? owner.get(owner.size() - 3) : "";
        Relation table = effects.catalog().require(new QualifiedName(schema, owner.get(owner.size() - 2)));
        effects.lock(table, LockMode.ACCESS_SHARE);
        if (!table.schema.equals(sequence.schema)) {
            throw new Refusal("55000", "sequence must be in same schema as table it is linked to");
        }
        table.requireColumn(
                column,
                () -> new Refusal(
                        "42703", "column \"" + column + "\" of relation \"" + table.name + "\" does not exist"));
        refuseIdentity(sequence);
        sequence.ownerTable = table.id();
        sequence.ownerColumn = column;
    }

    private static void refuseIdentity(Relation sequence) {
        if (sequence.ofIdentity) {
            throw new Refusal("0A000", "cannot change ownership of identity sequence");
        }
    }
}
