package dev.lockstep.coordinator.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.HttpFile;

/** The live page: static files that read the API as any other client does. */
final class LivePage {
    private static final String FOLDER = "dev/lockstep/coordinator/page/";

    /** Nothing from elsewhere, no inline script or style, in nobody's frame: a name with markup in it stays text. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private LivePage() {}

    static void addTo(ServerBuilder server) {
        add(server, "/", "index.html");
        add(server, "/page/page.css", "page.css");
        add(server, "/page/page.js", "page.js");
        add(server, "/page/fleet.js", "fleet.js");
        add(server, "/page/icon.svg", "icon.svg");
    }

    private static void add(ServerBuilder server, String path, String file) {
        HttpService service = HttpFile.builder(LivePage.class.getClassLoader(), FOLDER + file)
                .addHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
                .addHeader(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
                .cacheControl(ServerCacheControl.REVALIDATED)
                .build()
                .asService();
        server.route().get(path).defaultServiceName("page").defaultLogName(file).build(service);
    }
}
