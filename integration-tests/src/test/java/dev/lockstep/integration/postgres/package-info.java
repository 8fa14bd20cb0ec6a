/** PostgreSQL's engine on real servers. */
@NullMarked
package dev.lockstep.integration.postgres;

import org.jspecify.annotations.NullMarked;
