package dev.lockstep.deploy.sandbox;

import dev.lockstep.signing.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A signing key for each coordinator, made at the first start; every coordinator and agent trusts all of them. */
final class CoordinatorKeys {

    private final Map<String, Path> files = new TreeMap<>();

    CoordinatorKeys(Path folder, List<String> coordinators) {
        for (String coordinator : coordinators) {
            Path file = folder.resolve(coordinator).resolve("signing.pem");
            SigningKey.readOrCreate(file);
            files.put(coordinator, file);
        }
    }

    Path privateKey(String coordinator) {
        Path file = files.get(coordinator);
        if (file == null) {
            throw new IllegalArgumentException("no key was made for " + coordinator);
        }
        return file;
    }

    List<Path> publicKeys() {
        List<Path> keys = new ArrayList<>();
        files.values().forEach(file -> keys.add(SigningKey.publicFileOf(file)));
        return keys;
    }
}
