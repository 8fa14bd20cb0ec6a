package dev.lockstep.coordinator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestTarget;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the contract's request of an HTTP request: body first, then path and query, each field from one place only. */
final class RestRequest {
    private static final String CHANGE_FILE = "change_file";

    private final ServiceRequestContext context;
    private final Message.Builder request;
    private final Map<String, String> pathVariables;
    private final Set<FieldDescriptor> inBody = new HashSet<>();

    private RestRequest(ServiceRequestContext context, Message.Builder request) {
        this.context = context;
        this.request = request;
        this.pathVariables = context.pathParams();
    }

    /**
     * Reads a request.
     *
     * @param hasBody whether the method takes a body at all
     * @throws RequestRefused that says what is wrong and where
     */
    static Message read(
            ServiceRequestContext context, AggregatedHttpRequest http, Message.Builder empty, boolean hasBody) {
        RestRequest reader = new RestRequest(context, empty);
        if (hasBody) {
            reader.readBody(http);
        }
        reader.readPath();
        reader.readQuery();
        return empty.build();
    }

    private void readBody(AggregatedHttpRequest http) {
        MediaType type = http.contentType();
        if (http.content().isEmpty()) {
            return;
        }
        String text = text(http);
        if (type != null && type.isJson()) {
            readJson(text);
        } else if (isYaml(type)) {
            readChangeFile(text);
        } else {
            throw unsupported(type);
        }
    }

    private void readJson(String text) {
        ObjectNode object = StrictJson.parse(text);
        StrictJson.merge(object, request);
        object.fieldNames()
                .forEachRemaining(name ->
                        RequestFields.find(request.getDescriptorForType(), name).ifPresent(inBody::add));
    }

    private void readChangeFile(String text) {
        FieldDescriptor changeFile = request.getDescriptorForType().findFieldByName(CHANGE_FILE);
        if (changeFile == null) {
            throw unsupported(MediaType.parse("application/yaml"));
        }
        request.setField(changeFile, text);
        inBody.add(changeFile);
    }

    private void readPath() {
        RequestTarget target = context.routingContext().requestTarget();
        if (!target.maybePathWithMatrixVariables().equals(target.path())) {
            throw new RequestRefused(
                    RequestRefused.Code.INVALID,
                    "expected a path without ';', but found " + target.maybePathWithMatrixVariables(),
                    "Give it as a query parameter, behind a '?'.");
        }
        pathVariables.forEach((name, value) -> {
            FieldDescriptor field = RequestFields.find(request.getDescriptorForType(), name)
                    .orElseThrow(() -> new IllegalStateException("no field for path variable " + name));
            Object before = request.getField(field);
            RequestFields.set(request, field, value, "path variable " + name);
            if (inBody.contains(field) && !before.equals(request.getField(field))) {
                throw new RequestRefused(
                        RequestRefused.Code.INVALID,
                        "expected the same " + name + " in path and body, but the path says '" + value
                                + "' and the body '" + before + "'",
                        "Leave " + name + " out of the body.");
            }
        });
    }

    private void readQuery() {
        for (String name : context.queryParams().names()) {
            FieldDescriptor field = RequestFields.find(request.getDescriptorForType(), name)
                    .orElseThrow(() -> new RequestRefused(
                            RequestRefused.Code.INVALID,
                            "expected a known query parameter, but found '" + name + "'",
                            "Known: " + RequestFields.names(request.getDescriptorForType()) + "."));
            if (inBody.contains(field)
                    || pathVariables.containsKey(field.getName())
                    || context.queryParams().getAll(name).size() > 1) {
                throw new RequestRefused(
                        RequestRefused.Code.INVALID,
                        "expected " + name + " once, but found it more than once in query, path and body",
                        "Give it in one place.");
            }
            RequestFields.set(request, field, context.queryParams().get(name, ""), "query parameter " + name);
        }
    }

    private static String text(AggregatedHttpRequest http) {
        ByteString bytes = ByteString.copyFrom(http.content().array());
        if (!bytes.isValidUtf8()) {
            throw new RequestRefused(
                    RequestRefused.Code.INVALID,
                    "expected a body in UTF-8, but found bytes that are none",
                    "Save the file as UTF-8.");
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isYaml(@Nullable MediaType type) {
        if (type == null) {
            return false;
        }
        String subtype = type.subtype();
        return subtype.equals("yaml") || subtype.equals("x-yaml");
    }

    /** Form types are refused on purpose: a page of another site can send them without asking the browser's leave. */
    private static RuntimeException unsupported(@Nullable MediaType type) {
        RequestRefused refused = new RequestRefused(
                RequestRefused.Code.INVALID,
                "expected a body of Content-Type application/json (or application/yaml for a change file), but found "
                        + (type == null ? "none" : type.nameWithoutParameters()),
                "Add -H 'Content-Type: application/json'.");
        return HttpStatusException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, refused);
    }
}
