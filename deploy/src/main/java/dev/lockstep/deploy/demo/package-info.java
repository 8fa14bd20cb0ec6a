/** A real change through all phases, under load, on a sandbox of its own: what Lockstep promises, to be seen. */
@NullMarked
package dev.lockstep.deploy.demo;

import org.jspecify.annotations.NullMarked;
