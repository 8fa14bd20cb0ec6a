/** What an agent knows of MySQL and MariaDB: their catalog, their online recipes, their locks. */
@NullMarked
package dev.lockstep.agent.engine.mysql;

import org.jspecify.annotations.NullMarked;
