package dev.lockstep.agent.engine.postgres;

import dev.lockstep.v1.Check;
import dev.lockstep.v1.Operation;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The steps that give each of two versions of an application a schema of views. They show all tables of the base, so that a version needs to know no other schema.
 * The old version's views go before anything that they show.
 *
 * @param operations of the change
 * @param touched tables that they name, and so may make something else of: only the table's copy can show what the view will be
 */
record VersionPlanner(
        Views views, List<Operation> operations, Set<TableName> touched, VersionFacts facts, PostgresVersion version) {

    static final String OPERATION = "views";

    VersionPlanner {
        operations = List.copyOf(operations);
        touched = Set.copyOf(touched);
    }

    /** Views whose text the planner must know, because no step's table is copied for them. */
    List<VersionView> unrehearsed() {
        List<VersionView> all = new ArrayList<>(made(views.getBefore()) ? before() : List.of());
        after().stream().filter(view -> !isTouched(view)).forEach(all::add);
        return all;
    }

    /** Views of the version after that are rehearsed with the copy of their table, by that table. */
    Map<TableName, TableName> rehearsed() {
        Map<TableName, TableName> names =
                new TreeMap<>((one, other) -> one.shown().compareTo(other.shown()));
        after().stream()
                .filter(this::isTouched)
                .forEach(view -> names.put(view.shape().table(), view.name()));
        return names;
    }

    /** EXPAND, after all operations: the new columns are there. */
    List<PlannedStep> expand(Map<TableName, String> definitions, String ledgerSchema) {
        List<PlannedStep> steps = new ArrayList<>();
        PlanTarget live = new PlanTarget(false, ledgerSchema, true);
        PlanTarget copy = new PlanTarget(true, ledgerSchema, true);
        if (made(views.getBefore())) {
            steps.add(alone(make(views.getBefore(), "before", before(), definitions, live)));
        }
        if (views.getAfter().isEmpty()) {
            return steps;
        }
        List<VersionView> after = after();
        List<VersionView> untouched =
                after.stream().filter(view -> !isTouched(view)).toList();
        steps.add(alone(make(views.getAfter(), "after", untouched, definitions, live)));
        after.stream()
                .filter(this::isTouched)
                .forEach(view -> steps.add(new PlannedStep(show(view, live), show(view, copy), 0)));
        steps.add(alone(new VersionRights(facts.base(), views.getAfter(), after).step(Phase.VALIDATE)));
        return steps;
    }

    /** CONTRACT, before all operations: what the old views show goes after them. */
    List<PlannedStep> contract(String ledgerSchema) {
        List<PlannedStep> steps = new ArrayList<>();
        if (!views.getBefore().isEmpty()) {
            steps.add(alone(look()));
            steps.add(alone(drop(new PlanTarget(false, ledgerSchema, true))));
        }
        if (!views.getAfter().isEmpty()) {
            steps.add(alone(new VersionRights(facts.base(), views.getAfter(), after()).step(Phase.CONTRACT)));
        }
        return steps;
    }

    private static PlannedStep alone(StepDraft step) {
        return new PlannedStep(step, step, 0);
    }

    /** Whether the change makes the schema: it has a name, and is not there. */
    private boolean made(String schema) {
        return !schema.isEmpty() && facts.version(schema).isEmpty();
    }

    private List<VersionView> before() {
        return facts.tables().values().stream()
                .map(VersionShape::of)
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .map(shape -> view(views.getBefore(), shape))
                .toList();
    }

    private List<VersionView> after() {
        if (views.getAfter().isEmpty()) {
            return List.of();
        }
        return VersionShape.after(operations, facts.tables()).values().stream()
                .map(shape -> view(views.getAfter(), shape))
                .toList();
    }

    private VersionView view(String schema, VersionShape shape) {
        TableFacts table = facts.tables().get(shape.table().shown());
        StandIn standIn = table == null ? StandIn.NONE : table.traits().standIn();
        return new VersionView(schema, shape, standIn, version);
    }

    private boolean isTouched(VersionView view) {
        return touched.contains(view.shape().table());
    }

    private StepDraft make(
            String schema, String which, List<VersionView> shown, Map<TableName, String> definitions, PlanTarget live) {
        String quoted = Quoting.identifier(schema);
        List<String> sql = new ArrayList<>();
        sql.add("CREATE SCHEMA " + quoted);
        sql.add("COMMENT ON SCHEMA %s IS %s".formatted(quoted, Quoting.literal(facts.mark())));
        facts.usages().forEach(usage -> sql.add(usage.on(schema)));
        List<Foreseen> foreseen = new ArrayList<>();
        foreseen.add(new Foreseen("schema:" + schema, "schema:" + schema, nothing -> facts.mark()));
        for (VersionView view : shown) {
            sql.addAll(view.make(live));
            String definition = definitions.getOrDefault(view.name(), "");
            foreseen.add(new Foreseen(view.name().viewPath(), view.name().viewPath(), nothing -> definition));
        }
        List<String> undo = new ArrayList<>();
        if (!shown.isEmpty()) {
            undo.add(dropViews(
                    schema, shown.stream().map(view -> view.shape().name()).toList(), live));
        }
        undo.add("DROP SCHEMA " + quoted);
        return StepDraft.transactional(
                        TableName.NONE,
                        Phase.EXPAND,
                        "create schema %s, for the version %s%s"
                                .formatted(schema, which, counted(", with views of ", shown.size())),
                        "",
                        sql,
                        Undos.transactional(undo.toArray(String[]::new)),
                        "each version of the application finds the names that it knows")
                .foreseeing(foreseen)
                .unrehearsed()
                .ofOperation(OPERATION);
    }

    private static String counted(String before, int tables) {
        return tables == 0 ? "" : before + (tables == 1 ? "1 table" : tables + " tables");
    }

    private StepDraft show(VersionView view, PlanTarget target) {
        TableName table = view.shape().table();
        return StepDraft.transactional(
                        table,
                        Phase.EXPAND,
                        "create view %s, for %s in the version after"
                                .formatted(view.name().shown(), table.shown()),
                        "",
                        view.make(target),
                        Undos.transactional("DROP VIEW " + target.view(view.name())),
                        "a version is shown its columns once they are there")
                .ofOperation(OPERATION);
    }

    /** Who holds a lock on one of the views is in a transaction that has used it; nobody can see who will. */
    private StepDraft look() {
        String schema = views.getBefore();
        return StepDraft.check(
                        TableName.NONE,
                        Phase.CONTRACT,
                        "look for sessions that use views of " + schema,
                        Check.newBuilder()
                                .setQuery("""
                                        SELECT DISTINCT concat('session ', coalesce(l.pid::text, 'of a prepared transaction'), ' (user ', a.usename, ', application "', a.application_name, '") uses ', c.relname) \
                                        FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                                        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE n.nspname = %s AND l.locktype = 'relation' \
                                        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) \
                                        AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid() LIMIT 5""".formatted(Quoting.literal(schema)))
                                .setExpectation("no session uses the views of " + schema
                                        + ": the version before has been replaced everywhere")
                                .build(),
                        "a version's views go when nobody is seen to use them")
                .withoutLock()
                .unrehearsed()
                .ofOperation(OPERATION);
    }

    private StepDraft drop(PlanTarget live) {
        String schema = views.getBefore();
        List<String> names = facts.version(schema)
                .map(VersionSchema::views)
                .orElseGet(
                        () -> before().stream().map(view -> view.shape().name()).toList());
        List<String> sql = new ArrayList<>();
        List<Foreseen> gone = new ArrayList<>();
        if (!names.isEmpty()) {
            sql.add(dropViews(schema, names, live));
        }
        sql.add("DROP SCHEMA " + Quoting.identifier(schema));
        names.forEach(name -> gone.add(Foreseen.gone(new TableName(schema, name).viewPath())));
        gone.add(Foreseen.gone("schema:" + schema));
        return StepDraft.transactional(
                        TableName.NONE,
                        Phase.CONTRACT,
                        "drop schema %s%s".formatted(schema, counted(" and its views of ", names.size())),
                        names.stream()
                                .map(name -> Locks.accessExclusive(new TableName(schema, name)))
                                .collect(Collectors.joining(", ")),
                        sql,
                        Undos.irreversible("CONTRACT only goes forward: nobody uses the version before any more"),
                        "the views of the version before go before what they show")
                .foreseeing(gone)
                .unrehearsed()
                .ofOperation(OPERATION);
    }

    private static String dropViews(String schema, List<String> names, PlanTarget target) {
        return "DROP VIEW "
                + String.join(
                        ", ",
                        names.stream()
                                .map(name -> target.view(new TableName(schema, name)))
                                .toList());
    }
}
