/** What an agent is told in its settings file. */
@NullMarked
package dev.lockstep.agent.settings;

import org.jspecify.annotations.NullMarked;
