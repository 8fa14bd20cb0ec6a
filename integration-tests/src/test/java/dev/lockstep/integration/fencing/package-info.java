/** Directives, leaders, agents and nodes that must not be believed. */
@NullMarked
package dev.lockstep.integration.fencing;

import org.jspecify.annotations.NullMarked;
