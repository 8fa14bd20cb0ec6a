/** The subcommands of {@code lockstep}: one class each. */
@NullMarked
package dev.lockstep.deploy.command;

import org.jspecify.annotations.NullMarked;
