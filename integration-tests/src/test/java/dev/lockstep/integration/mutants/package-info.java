/** What the unit tests of the core would miss: its lines are broken one by one, and a test has to notice. */
@NullMarked
package dev.lockstep.integration.mutants;

import org.jspecify.annotations.NullMarked;
