/** What coordinator and agents agree on in ZooKeeper: paths, seals, the leader's address. */
@NullMarked
package dev.lockstep.zookeeper;

import org.jspecify.annotations.NullMarked;
