package dev.lockstep.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mark of a gate that was closed for good: which counted decision closed it (rule G2).
 *
 * @param entryNumber number of the journal entry
 * @param term the term of that entry
 */
public record Seal(long entryNumber, long term) {
    private static final Pattern TEXT = Pattern.compile("entry ([0-9]{1,18}) term ([0-9]{1,18})");

    /** What is stored in ZooKeeper. */
    public byte[] toBytes() {
        return ("entry " + entryNumber + " term " + term).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads what is stored.
     *
     * @throws IllegalArgumentException when the bytes are no seal
     */
    public static Seal parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a seal such as \"entry 12 term 3\", found \"" + text + "\"");
        }
        return new Seal(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
}
