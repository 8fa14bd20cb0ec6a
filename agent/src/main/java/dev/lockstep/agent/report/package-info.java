/** The way back to the leader: one stream per agent, on which every report is repeated until it is acknowledged. */
@NullMarked
package dev.lockstep.agent.report;

import org.jspecify.annotations.NullMarked;
