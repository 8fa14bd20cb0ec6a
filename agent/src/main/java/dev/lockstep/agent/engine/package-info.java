/** What an agent must know of a family of database servers; one package beneath this one per family. */
@NullMarked
package dev.lockstep.agent.engine;

import org.jspecify.annotations.NullMarked;
