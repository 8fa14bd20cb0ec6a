package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of values between operators and casts, and how changeable these make it.
 *
 * <p>With columns that are about to get other types, an expression is the one that the server has kept: constants have the types that they were first taken as.
 */
final class TypedValues {
    private static final Set<String> COMPARISONS = Set.of("<", ">", "=", "<=", ">=", "<>", "!=");

    static final TypeRef BOOL = TypeRef.of("bool");

    /**
     * A value.
     *
     * @param was its type; empty when it cannot be told
     * @param now its type once columns have others
     * @param literal the text of a constant that has no type yet
     */
    record Value(Optional<TypeRef> was, Optional<TypeRef> now, boolean column, Optional<String> literal) {
        static Value of(TypeRef type) {
            return new Value(Optional.of(type), Optional.of(type), false, Optional.empty());
        }

        static Value unclear() {
            return new Value(Optional.empty(), Optional.empty(), false, Optional.empty());
        }
    }

    private final Types types;
    private final Volatility changes;
    private final Operators operators;
    private final Literals literals;
    private final Map<String, TypeRef> retyped;
    private char volatility = 'i';

    /** @param retyped the columns that are about to get other types */
    TypedValues(Catalog catalog, Map<String, TypeRef> retyped) {
        this.types = new Types(catalog);
        this.changes = new Volatility(catalog);
        this.operators = new Operators(catalog);
        this.literals = new Literals(types);
        this.retyped = retyped;
    }

    /** Of the operators that have been found so far, and of the casts that they need. */
    char volatility() {
        return volatility;
    }

    Value column(Optional<TypeRef> type, String name) {
        return new Value(type, type.map(each -> retyped.getOrDefault(name, each)), true, Optional.empty());
    }

    Value castTo(Value operand, TypeRef type) {
        operand.literal().ifPresent(text -> literals.require(text, type));
        Optional<TypeRef> from = operand.now();
        if (from.isPresent() && !Operators.isUnknown(from.get()) && !types.castable(from.get(), type)) {
            throw new Refusal("42846", "cannot cast type " + from.get().shown() + " to " + type.shown());
        }
        boolean changed = operand.column() && !operand.was().equals(from);
        if (changed) {
            volatility = Volatility.worse(volatility, changes.castVolatility(types.base(from.orElseThrow()), type));
        }
        return Value.of(type);
    }

    /** AT TIME ZONE; a date is taken for the moment at which it begins. */
    Value zoned(Value time) {
        time.now().map(types::base).ifPresent(TypedValues::requireTime);
        boolean byCast =
                time.now().filter(each -> types.base(each).key().equals("date")).isPresent();
        if (byCast) {
            noteCast(time.now().orElseThrow(), TypeRef.of("timestamptz"));
        }
        return new Value(zoned(time.was()), zoned(time.now()), time.column(), Optional.empty());
    }

    private static void requireTime(TypeRef type) {
        boolean time = Set.of("timestamptz", "timestamp", "date", "time", "timetz", "unknown")
                .contains(type.key());
        boolean plain = Set.of("text", "varchar", "int4", "int8", "numeric", "interval", "bool", "uuid", "xml")
                .contains(type.key());
        if (!time && plain) {
            throw new Refusal("42883", "function pg_catalog.timezone(unknown, " + type.shown() + ") does not exist");
        }
    }

    private Optional<TypeRef> zoned(Optional<TypeRef> time) {
        return switch (time.map(each -> types.base(each).key()).orElse("")) {
            case "timestamptz", "date" -> Optional.of(TypeRef.of("timestamp"));
            case "timestamp" -> Optional.of(TypeRef.of("timestamptz"));
            default -> Optional.empty();
        };
    }

    void requireTruth(Value value, String where) {
        Optional<TypeRef> type = value.now().map(types::base);
        if (type.isPresent() && !Set.of("bool", "unknown").contains(type.get().key())) {
            throw new Refusal(
                    "42804",
                    "argument of " + where.toUpperCase(java.util.Locale.ROOT) + " must be type boolean, not type "
                            + type.get().shown());
        }
    }

    Value applied(String name, Value left, Value right) {
        boolean truth = COMPARISONS.contains(name);
        Value otherwise = truth ? Value.of(BOOL) : Value.unclear();
        if (left.was().isEmpty() || right.was().isEmpty()) {
            return otherwise;
        }
        Optional<Operators.Fit> was =
                operators.find(name, left.was().get(), right.was().get());
        if (was.isEmpty()) {
            return otherwise;
        }
        if (retyped.isEmpty()) {
            left.literal().ifPresent(text -> literals.require(text, was.get().left()));
            right.literal().ifPresent(text -> literals.require(text, was.get().right()));
            note(was.get(), left.was().get(), right.was().get());
            return was.get().result().map(Value::of).orElse(otherwise);
        }
        TypeRef nowLeft = kept(left, was.get().left());
        TypeRef nowRight = kept(right, was.get().right());
        Optional<Operators.Fit> now = operators.find(name, nowLeft, nowRight);
        now.ifPresent(fit -> note(fit, nowLeft, nowRight));
        return new Value(was.get().result(), now.flatMap(Operators.Fit::result), false, Optional.empty());
    }

    /** What an operand of a kept expression is now: a cast that it needed is written in it. */
    private TypeRef kept(Value operand, TypeRef taken) {
        TypeRef was = types.base(operand.was().orElseThrow());
        TypeRef now = operand.now().orElse(taken);
        boolean cast = !was.key().equals(taken.key()) && !taken.name().startsWith("any");
        if (!cast) {
            return now;
        }
        if (operand.column() && !was.equals(now)) {
            volatility = Volatility.worse(volatility, changes.castVolatility(types.base(now), taken));
        }
        return taken;
    }

    private void note(Operators.Fit fit, TypeRef left, TypeRef right) {
        volatility = Volatility.worse(volatility, fit.volatility());
        noteCast(left, fit.left());
        noteCast(right, fit.right());
        boolean joins = fit.result().filter(each -> each.key().equals("text")).isPresent();
        if (joins && !fit.left().key().equals(fit.right().key())) {
            noteCast(fit.left(), TypeRef.of("text"));
            noteCast(fit.right(), TypeRef.of("text"));
        }
    }

    private void noteCast(TypeRef from, TypeRef to) {
        TypeRef base = types.base(from);
        boolean same = Operators.isUnknown(base) || base.key().equals(to.key());
        if (!same && !to.name().startsWith("any")) {
            volatility = Volatility.worse(volatility, changes.castVolatility(base, to));
        }
    }
}
