/** Gates, leadership and presence, in memory and on a real ZooKeeper. */
@NullMarked
package dev.lockstep.integration.gates;

import org.jspecify.annotations.NullMarked;
