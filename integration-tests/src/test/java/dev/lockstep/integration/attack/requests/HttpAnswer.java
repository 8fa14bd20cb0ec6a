package dev.lockstep.integration.attack.requests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server answers to the bytes of one connection.
 *
 * @param status of the first answer; 0 when the connection ended without one
 */
record HttpAnswer(int status, String body) {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int PART_BYTES = 1 << 14;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})[^\r\n]*\r\n");
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Sends the bytes over a connection of their own, and reads until the first answer is there, or the connection ends. */
    static HttpAnswer to(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (SocketException answeredMeanwhile) {
                // It need not read all of it; the answer is what counts.
            }
            return read(socket.getInputStream());
        } catch (SocketException reset) {
            return new HttpAnswer(0, reset.toString());
        } catch (SocketTimeoutException silent) {
            return new HttpAnswer(0, "silence for " + PATIENCE_MILLIS + " ms");
        }
    }

    private static HttpAnswer read(InputStream in) throws IOException {
        StringBuilder received = new StringBuilder();
        byte[] part = new byte[PART_BYTES];
        int bytes = in.read(part);
        while (bytes >= 0) {
            // One character a byte, so that lengths in bytes are lengths of text.
            received.append(new String(part, 0, bytes, StandardCharsets.ISO_8859_1));
            Optional<HttpAnswer> whole = parse(received.toString());
            if (whole.isPresent()) {
                return whole.get();
            }
            bytes = in.read(part);
        }
        return new HttpAnswer(0, "the connection ended after: " + received);
    }

    /** The answer at the beginning of the text; empty until all of it is there. */
    private static Optional<HttpAnswer> parse(String text) {
        Matcher line = STATUS_LINE.matcher(text);
        int end = text.indexOf("\r\n\r\n");
        if (!line.lookingAt() || end < 0) {
            return Optional.empty();
        }
        Matcher length = LENGTH.matcher(text.substring(0, end + 2));
        int body = end + 4;
        int after = body + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        return text.length() < after
                ? Optional.empty()
                : Optional.of(new HttpAnswer(
                        Integer.parseInt(line.group(1)),
                        new String(
                                text.substring(body, after).getBytes(StandardCharsets.ISO_8859_1),
                                StandardCharsets.UTF_8)));
    }

    /** What is wrong with it as an answer to a request that must be refused; empty when nothing is. */
    Optional<String> objection(boolean mayBeDropped) {
        if (status == 0) {
            return mayBeDropped ? Optional.empty() : Optional.of("no answer: " + body);
        }
        if (status < 400 || status >= 500) {
            return Optional.of("answered with " + status + ": " + body);
        }
        return mayBeDropped ? Optional.empty() : objectionToWords();
    }

    private Optional<String> objectionToWords() {
        try {
            JsonNode said = JSON.readTree(body);
            boolean isSaid = !said.path("code").asText().isEmpty()
                    && !said.path("message").asText().isEmpty()
                    && said.has("nextStep");
            return isSaid && !body.contains("Exception")
                    ? Optional.empty()
                    : Optional.of("refused without code, message and next step, or with an exception: " + body);
        } catch (JsonProcessingException wrong) {
            return Optional.of("refused with what is no JSON: " + body + " (" + wrong.getOriginalMessage() + ")");
        }
    }
}
