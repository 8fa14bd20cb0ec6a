/** Benchmarks: the production coordinator and agents on real Kafka, ZooKeeper and gRPC, where only the nodes' databases are in memory. */
@NullMarked
package dev.lockstep.integration.bench;

import org.jspecify.annotations.NullMarked;
