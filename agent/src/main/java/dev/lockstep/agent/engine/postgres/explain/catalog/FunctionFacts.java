package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.List;

/**
 * A function that a statement has made.
 *
 * @param kind f, p or a: a function, a procedure or an aggregate
 * @param argumentNames of each argument, empty where it has none
 * @param volatility v, s or i
 * @param body of a function in SQL that is one expression, which the server puts in place of the call; empty for others
 */
public record FunctionFacts(
        String schema,
        String name,
        char kind,
        List<TypeRef> arguments,
        List<String> argumentNames,
        int defaults,
        TypeRef result,
        char volatility,
        String body) {

    public FunctionFacts {
        arguments = List.copyOf(arguments);
        argumentNames = List.copyOf(argumentNames);
    }
}
