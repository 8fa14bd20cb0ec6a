package dev.lockstep.deploy.demo;

/** The two changes of the demo, as files that anybody could write. */
final class DemoChanges {

    static final String ADD_REGION = """
            change: orders-region
            fleet: orders
            why: Route orders by region

            operations:
              - add_column:
                  table: orders
                  column: region
                  type: varchar(8)
                  nullable: false
                  value: "CASE WHEN country IN ('DE','FR') THEN 'eu' ELSE 'us' END"
              - add_index:
                  table: orders
                  name: orders_region_idx
                  columns: [region]

            rollout:
              waves: [{nodes: "canary=true"}, {percent: 100}]
            """;

    static final String DROP_REGION = """
            change: orders-region-goes
            fleet: orders
            why: The region is derived from the country again

            operations:
              - drop_column:
                  table: orders
                  column: region
                  value: "'us'"

            rollout:
              waves: [{nodes: "canary=true"}, {percent: 100}]
            """;

    private DemoChanges() {}
}
