package dev.lockstep.integration.attack.requests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Sends a server requests that are made of right ones, and looks after each of them whether it was refused with words, and whether what people have decided is as before.
 */
final class HostileRequests {
    private static final int MOST_SHOWN_OF_A_REQUEST = 300;

    private final int port;
    private final List<RightRequest> rights;
    private final Supplier<?> decided;

    HostileRequests(int port, List<RightRequest> rights, Supplier<?> decided) {
        this.port = port;
        this.rights = List.copyOf(rights);
        this.decided = decided;
    }

    /** Sends so many: each trick as often as the others, on a right request that the dice choose. */
    RequestTally attack(long seed, int count) throws IOException {
        Random dice = new Random(seed);
        RequestTally tally = new RequestTally();
        RequestTrick[] tricks = RequestTrick.values();
        while (tally.sent() < count) {
            RequestTrick trick = tricks[tally.sent() % tricks.length];
            send(trick, hostile(trick, dice), tally);
        }
        return tally;
    }

    private HttpText hostile(RequestTrick trick, Random dice) {
        while (true) {
            Optional<HttpText> made = trick.of(rights.get(dice.nextInt(rights.size())), dice);
            if (made.isPresent()) {
                return made.get();
            }
        }
    }

    private void send(RequestTrick trick, HttpText request, RequestTally tally) throws IOException {
        Object before = decided.get();
        HttpAnswer answer = HttpAnswer.to(port, request.bytes());
        tally.count(trick);
        Optional<String> objection = answer.objection(trick.breaksHttp());
        if (objection.isEmpty() && !decided.get().equals(before)) {
            objection = Optional.of("refused with " + answer.status() + ", but it was done");
        }
        objection.ifPresent(wrong -> tally.find(trick + ": " + wrong + "; it was " + shown(request)));
    }

    private static String shown(HttpText request) {
        String text = new String(request.bytes(), StandardCharsets.UTF_8)
                .replace("\r\n", " | ")
                .replaceAll("\\p{Cntrl}", "?");
        return text.length() > MOST_SHOWN_OF_A_REQUEST ? text.substring(0, MOST_SHOWN_OF_A_REQUEST) + "..." : text;
    }
}
