/** Proves on real MySQL and MariaDB servers what their engine claims. */
@NullMarked
package dev.lockstep.integration.mysql;

import org.jspecify.annotations.NullMarked;
