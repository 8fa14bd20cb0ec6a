/** The agent: follows directives, plans, executes and reports for the nodes beside it. */
@NullMarked
package dev.lockstep.agent;

import org.jspecify.annotations.NullMarked;
