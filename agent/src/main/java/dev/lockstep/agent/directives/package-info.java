/** What a node receives: signed directives, in order by number and chain, each with a verdict. */
@NullMarked
package dev.lockstep.agent.directives;

import org.jspecify.annotations.NullMarked;
