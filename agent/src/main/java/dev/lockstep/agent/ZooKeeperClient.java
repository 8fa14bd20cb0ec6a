package dev.lockstep.agent;

import dev.lockstep.zookeeper.ZooKeeperSecurity;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;

/** Makes an agent's client of ZooKeeper. */
final class ZooKeeperClient {
    private static final int CONNECTION_TIMEOUT_MILLIS = 5_000;

    private ZooKeeperClient() {}

    /** One that is not started yet. With credentials, what it creates is its own: nobody else may read or write it. */
    static CuratorFramework of(String servers, int sessionTimeoutMillis, ZooKeeperSecurity security) {
        ZKClientConfig config = new ZKClientConfig();
        security.client().forEach(config::setProperty);
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(servers)
                .sessionTimeoutMs(sessionTimeoutMillis)
                .connectionTimeoutMs(CONNECTION_TIMEOUT_MILLIS)
                .retryPolicy(new ExponentialBackoffRetry(100, 3))
                .zkClientConfig(config);
        if (!security.digest().isEmpty()) {
            builder.authorization("digest", security.digestBytes());
        }
        if (security.hasCredentials()) {
            builder.aclProvider(new OfTheCreator());
        }
        return builder.build();
    }

    private static final class OfTheCreator implements ACLProvider {
        @Override
        public List<ACL> getDefaultAcl() {
            // ZooKeeper asks lists whether they hold null, which those of List.of refuse to answer.
            return new ArrayList<>(ZooDefs.Ids.CREATOR_ALL_ACL);
        }

        @Override
        public List<ACL> getAclForPath(String path) {
            return getDefaultAcl();
        }
    }
}
