package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Change;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Views;
import java.util.List;
import java.util.Locale;

/** What must hold before two versions of an application can each have their views. */
final class VersionChecks {

    private final Views views;
    private final VersionFacts facts;
    private final Findings findings = new Findings();

    private VersionChecks(Views views, VersionFacts facts) {
        this.views = views;
        this.facts = facts;
    }

    static List<Finding> check(Change change, VersionFacts facts, PostgresVersion version) {
        VersionChecks checks = new VersionChecks(change.getViews(), facts);
        checks.checkNames();
        facts.version(change.getViews().getBefore()).ifPresent(checks::checkBefore);
        if (change.getViews().getAfter().isEmpty()) {
            checks.checkLast();
        } else {
            change.getOperationsList().forEach(checks::checkShown);
            checks.checkTables(version);
        }
        return checks.findings.list();
    }

    private void checkShown(Operation operation) {
        findings.expect(
                !operation.hasSql() && !operation.hasWidenKey(),
                "operation-hidden",
                "expected operations that views can show in two shapes, found %s; make a change of its own of it"
                        .formatted(operation.getKindCase().name().toLowerCase(Locale.ROOT)));
    }

    private void checkNames() {
        findings.expect(
                !facts.taken().contains(views.getAfter()),
                "schema-exists",
                "expected no schema %s, because the views of the version after are made in a new one, but it is there; choose another name for `after`"
                        .formatted(views.getAfter()));
        findings.expect(
                facts.version(views.getBefore()).isPresent() || !facts.taken().contains(views.getBefore()),
                "schema-exists",
                "expected %s to be made by Lockstep for views over %s, or not to be there, but it is something else; choose another name for `before`"
                        .formatted(views.getBefore(), facts.base()));
        for (VersionSchema version : facts.versions()) {
            findings.expect(
                    version.name().equals(views.getBefore()),
                    "version-stands",
                    "expected only views of the version before over %s, because this change gives none of the others their shape, but those of %s stand; write `before: %s`"
                            .formatted(facts.base(), version.name(), version.name()));
        }
        findings.expect(
                views.getAfter().isEmpty() || facts.canCreate(),
                "privilege-missing",
                "expected the agent's role to have CREATE on the database, for the schemas of views, but it has not; grant it");
    }

    /** Without views of a version after there is only something to take away. */
    private void checkLast() {
        findings.expect(
                facts.taken().contains(views.getBefore()),
                "version-missing",
                "expected the views of a version in %s, because the version after uses the tables, but there is no such schema; correct `before`, or add `after`"
                        .formatted(views.getBefore()));
    }

    private void checkBefore(VersionSchema before) {
        findings.expect(
                before.owned(),
                "privilege-missing",
                "expected the agent's role to own the schema %s or to be a member of the role that does, but it is not; grant it that role"
                        .formatted(before.name()));
        for (String stranger : before.strangers()) {
            findings.refuse(
                    "dependent",
                    "expected nothing but views of tables in %s, which goes in CONTRACT, but %s is there; drop it, or put it into another schema"
                            .formatted(before.name(), stranger));
        }
        for (String user : before.users()) {
            findings.refuse(
                    "dependent",
                    "expected nothing to need the views of %s, which go in CONTRACT, but %s does; change or drop that first"
                            .formatted(before.name(), user));
        }
    }

    private void checkTables(PostgresVersion version) {
        facts.tables().values().stream()
                .sorted((one, other) ->
                        one.name().shown().compareTo(other.name().shown()))
                .forEach(table -> {
                    findings.expect(
                            table.owned(),
                            "privilege-missing",
                            "expected the agent's role to own %s or to be a member of the role that does, because its views have the same owner, but it is not; grant it that role"
                                    .formatted(table.name().shown()));
                    RenameTablePlanner.checkRights(table, version, findings);
                });
    }
}
