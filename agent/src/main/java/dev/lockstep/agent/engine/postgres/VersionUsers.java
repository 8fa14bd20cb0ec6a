package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Change;
import java.util.Optional;

/** Views of versions among what needs a table. Those of the version before go first in CONTRACT, and so stand in nobody's way. */
final class VersionUsers {
    private VersionUsers() {}

    /** The node as planners should see it. */
    static Facts seen(Facts facts, VersionFacts versions, Change change) {
        Facts seen = facts;
        for (TableFacts table : facts.tables().values()) {
            seen = seen.with(table.describingUsers(user -> words(user, versions, change)));
        }
        return seen;
    }

    private static Optional<String> words(String user, VersionFacts versions, Change change) {
        for (VersionSchema version : versions.versions()) {
            if (version.words().contains(user)) {
                return version.name().equals(change.getViews().getBefore())
                        ? Optional.empty()
                        : Optional.of(
                                "%s of the application's version %s (which goes in CONTRACT when the change says `views: {before: %s}`, with `after` where the next version has views too)"
                                        .formatted(user, version.name(), version.name()));
            }
        }
        return Optional.of(user);
    }

    /** What a change without views does not do to those that stand. */
    static void note(Change change, VersionFacts versions, Findings findings) {
        boolean addsSomething = change.getOperationsList().stream()
                .anyMatch(operation -> operation.hasAddColumn() || operation.hasCreateTable());
        for (VersionSchema version : versions.versions()) {
            if (!change.hasViews() && addsSomething) {
                findings.note(
                        "version-stands",
                        "the views of the application's version %s will not show what this change adds; a version that is to see it under its own schema needs `views: {before: %s, after: …}`"
                                .formatted(version.name(), version.name()));
            }
        }
    }
}
