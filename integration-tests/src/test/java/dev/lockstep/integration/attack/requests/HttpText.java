package dev.lockstep.integration.attack.requests;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request as it goes over the wire, so that it can be wrong in ways that no client library would send.
 *
 * @param target path and query, as they are sent
 * @param headers whole lines; the length of the body and the end of the connection are added when they do not say them
 */
record HttpText(String method, String target, List<String> headers, byte[] body) {
    /** An honest one. */
    static HttpText post(String target, String json) {
        return new HttpText(
                "POST",
                target,
                List.of("Host: localhost", "Content-Type: application/json"),
                json.getBytes(StandardCharsets.UTF_8));
    }

    HttpText method(String other) {
        return new HttpText(other, target, headers, body);
    }

    HttpText target(String other) {
        return new HttpText(method, other, headers, body);
    }

    HttpText body(String other) {
        return body(other.getBytes(StandardCharsets.UTF_8));
    }

    HttpText body(byte[] other) {
        return new HttpText(method, target, headers, other);
    }

    /** With one more line, in the place of the one of the same name. */
    HttpText header(String line) {
        String name = line.substring(0, line.indexOf(':') + 1).toLowerCase(Locale.ROOT);
        List<String> others = new ArrayList<>(headers);
        others.removeIf(each -> each.toLowerCase(Locale.ROOT).startsWith(name));
        others.add(line);
        return new HttpText(method, target, others, body);
    }

    /** With one more line, whatever there is already. */
    HttpText line(String line) {
        List<String> more = new ArrayList<>(headers);
        more.add(line);
        return new HttpText(method, target, more, body);
    }

    byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (headers.stream().noneMatch(HttpText::saysWhereTheBodyEnds)) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] first = head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    private static boolean saysWhereTheBodyEnds(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.startsWith("content-length") || lower.startsWith("transfer-encoding");
    }
}
