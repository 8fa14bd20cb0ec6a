package dev.lockstep.agent.engine.postgres.explain.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads the tokens of one statement from left to right. */
public final class TokenReader {
    private static final int MAX_NAME_BYTES = 63;

    private final List<Token> tokens;
    private int next;

    /** @param tokens the last one is the end */
    public TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    public Token peek() {
        return tokens.get(Math.min(next, tokens.size() - 1));
    }

    public Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    public Token take() {
        Token token = peek();
        next++;
        return token;
    }

    /** How many tokens have been taken. */
    int taken() {
        return next;
    }

    public boolean atEnd() {
        return peek().isEnd();
    }

    /** Whether these words come next. */
    public boolean at(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).isWord(words[i]) && !peek(i).isSign(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of these words comes next. */
    public boolean atOneOf(String... words) {
        return peek().isOneOf(words);
    }

    /** Takes these words when they come next. */
    public boolean accept(String... words) {
        if (!at(words)) {
            return false;
        }
        next += words.length;
        return true;
    }

    /** Takes these words, which must come next. */
    public void expect(String... words) {
        for (String word : words) {
            if (!accept(word)) {
                throw SyntaxFailure.near(peek());
            }
        }
    }

    /** The end of the statement must be here. */
    public void expectEnd() {
        if (!atEnd()) {
            throw SyntaxFailure.near(peek());
        }
    }

    public SyntaxFailure failure() {
        return SyntaxFailure.near(peek());
    }

    /** A name that is not reserved. */
    public String name() {
        Token token = peek();
        if (!token.isName() || Keywords.isReserved(token)) {
            throw SyntaxFailure.near(token);
        }
        next++;
        return cut(token.value());
    }

    /** A name behind a point or AS, where reserved words are names too. */
    public String label() {
        Token token = peek();
        if (!token.isName()) {
            throw SyntaxFailure.near(token);
        }
        next++;
        return cut(token.value());
    }

    /** The server cuts longer names. */
    private static String cut(String name) {
        byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return bytes.length <= MAX_NAME_BYTES ? name : cutTo(name, MAX_NAME_BYTES);
    }

    /** The beginning of a name that takes at most so many bytes. */
    public static String cutTo(String name, int bytes) {
        int end = name.length();
        while (name.substring(0, end).getBytes(java.nio.charset.StandardCharsets.UTF_8).length > bytes) {
            end--;
        }
        return name.substring(0, end);
    }

    public QualifiedName qualifiedName() {
        String first = name();
        if (!accept(".")) {
            return new QualifiedName("", first);
        }
        String second = label();
        return accept(".") ? new QualifiedName(second, label()) : new QualifiedName(first, second);
    }

    /** Names in brackets. */
    public List<String> nameList() {
        expect("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(name());
        } while (accept(","));
        expect(")");
        return names;
    }

    /** Names parted by commas. */
    public List<QualifiedName> qualifiedNames() {
        List<QualifiedName> names = new ArrayList<>();
        do {
            names.add(qualifiedName());
        } while (accept(","));
        return names;
    }

    public String string() {
        if (peek().kind() != Token.Kind.STRING) {
            throw failure();
        }
        return take().value();
    }

    public boolean ifExists() {
        return accept("IF", "EXISTS");
    }

    public boolean ifNotExists() {
        return accept("IF", "NOT", "EXISTS");
    }

    /** What is between a bracket that comes next and its partner. */
    public List<Token> inBrackets() {
        expect("(");
        List<Token> inside = until(token -> false);
        expect(")");
        return inside;
    }

    /** Up to a token outside of brackets that ends it; a closing bracket without partner and the end always do. */
    public List<Token> until(Predicate<Token> ends) {
        List<Token> found = new ArrayList<>();
        int depth = 0;
        while (!atEnd()) {
            Token token = peek();
            boolean closes = token.isSign(")") || token.isSign("]");
            if (depth == 0 && (closes || ends.test(token))) {
                return found;
            }
            depth += token.isSign("(") || token.isSign("[") ? 1 : closes ? -1 : 0;
            found.add(take());
        }
        if (depth > 0) {
            throw failure();
        }
        return found;
    }

    /** Everything that is left. */
    public List<Token> rest() {
        List<Token> rest = new ArrayList<>();
        while (!atEnd()) {
            rest.add(take());
        }
        return rest;
    }

    /** The tokens themselves, for a reader of its own over a part. */
    public static TokenReader over(List<Token> part) {
        List<Token> all = new ArrayList<>(part);
        int at = part.isEmpty() ? 0 : part.get(part.size() - 1).end();
        all.add(new Token(Token.Kind.END, "", "", at));
        return new TokenReader(all);
    }
}
