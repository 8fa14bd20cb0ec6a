/** The whole system on one machine, from real servers: for playing, for the demo and for tests. */
@NullMarked
package dev.lockstep.deploy.sandbox;

import org.jspecify.annotations.NullMarked;
