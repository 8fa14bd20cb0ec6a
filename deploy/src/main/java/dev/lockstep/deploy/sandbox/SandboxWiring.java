package dev.lockstep.deploy.sandbox;

import java.nio.file.Path;

/**
 * What coordinators and agents of a sandbox have to know of each other.
 *
 * @param kafka bootstrap servers
 * @param zooKeeper connect string
 * @param keys the coordinators' keys
 * @param members each member has a folder of its own in here
 */
record SandboxWiring(String kafka, String zooKeeper, CoordinatorKeys keys, Path members) {

    Path folder(String member) {
        return members.resolve(member);
    }
}
