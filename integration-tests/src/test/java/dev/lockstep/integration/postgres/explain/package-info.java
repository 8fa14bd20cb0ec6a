/** What is said offline of a statement, against what real servers of several versions do. */
@NullMarked
package dev.lockstep.integration.postgres.explain;

import org.jspecify.annotations.NullMarked;
