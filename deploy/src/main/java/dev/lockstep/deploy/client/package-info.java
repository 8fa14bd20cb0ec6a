/** How the command talks to coordinators: over gRPC, as every user would. */
@NullMarked
package dev.lockstep.deploy.client;

import org.jspecify.annotations.NullMarked;
