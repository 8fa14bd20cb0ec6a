/** What the commands of {@code integration-tests/bin} have in common. */
@NullMarked
package dev.lockstep.integration.command;

import org.jspecify.annotations.NullMarked;
