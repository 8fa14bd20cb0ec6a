package dev.lockstep.change;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of change files, for completion in editors. A test keeps it the same as what the reader knows. */
public final class ChangeSchema {
    /** Where it stands on the class path. */
    public static final String RESOURCE = "/lockstep/change.schema.json";

    private ChangeSchema() {}

    /** The schema, in draft 2020-12. It accepts each file that {@link ChangeFile} accepts, and some more. */
    public static String json() {
        try (InputStream stream = ChangeSchema.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("expected " + RESOURCE + " on the class path, found none");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
