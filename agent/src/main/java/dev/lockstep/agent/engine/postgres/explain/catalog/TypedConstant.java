package dev.lockstep.agent.engine.postgres.explain.catalog;

import dev.lockstep.agent.engine.postgres.explain.parse.SyntaxFailure;
import dev.lockstep.agent.engine.postgres.explain.parse.Token;
import dev.lockstep.agent.engine.postgres.explain.parse.TokenReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeReader;
import dev.lockstep.agent.engine.postgres.explain.parse.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A constant with the name of its type in front of it. */
final class TypedConstant {
    private TypedConstant() {}

    /** date '2026-01-01'. */
    static Optional<TypeRef> take(TokenReader reader) {
        List<Token> ahead = new ArrayList<>();
        for (int i = 0; i < 8 && !reader.peek(i).isEnd(); i++) {
            ahead.add(reader.peek(i));
        }
        if (ahead.size() < 2 || !ahead.get(0).isName() && !ahead.get(0).isWord("interval")) {
            return Optional.empty();
        }
        TokenReader type = TokenReader.over(ahead);
        try {
            TypeRef found = TypeReader.read(type);
            if (type.peek().kind() != Token.Kind.STRING) {
                return Optional.empty();
            }
            int taken = ahead.size();
            while (!type.atEnd()) {
                type.take();
                taken--;
            }
            for (int i = 0; i <= taken; i++) {
                reader.take();
            }
            return Optional.of(found);
        } catch (SyntaxFailure noType) {
            return Optional.empty();
        }
    }
}
