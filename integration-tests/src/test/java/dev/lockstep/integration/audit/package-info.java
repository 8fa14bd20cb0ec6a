/** What the audit finds in journals that somebody has touched. */
@NullMarked
package dev.lockstep.integration.audit;

import org.jspecify.annotations.NullMarked;
