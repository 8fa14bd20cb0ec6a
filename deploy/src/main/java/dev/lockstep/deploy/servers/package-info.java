/** Real servers from Maven artifacts, each behind one interface, for the sandbox, the demo and the tests. */
@NullMarked
package dev.lockstep.deploy.servers;

import org.jspecify.annotations.NullMarked;
