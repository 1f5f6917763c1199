package dev.mehari.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** OpenAI's form of an error, and its words for what is wrong with a body. */
final class OpenAiErrors {
    private OpenAiErrors() {}

    static JsonNode body(Failure failure) {
        return Json.object(
                "error",
                Json.object(
                        "message",
                        failure.message(),
                        "type",
                        type(failure),
                        "param",
                        failure.param(),
                        "code",
                        failure.code() == null ? usualCode(failure.status()) : failure.code()));
    }

    private static String type(Failure failure) {
        return switch (failure.status()) {
            case 403 -> "permission_error";
            case 429 -> "insufficient_quota".equals(failure.code()) ? "insufficient_quota" : "requests";
            case 503 -> "service_unavailable_error";
            default -> failure.status() >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    private static @Nullable String usualCode(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 429 -> "rate_limit_exceeded";
            case 503 -> "server_is_overloaded";
            default -> null;
        };
    }

    static Failure worded(Problem problem) {
        String at = problem.path().indexed();
        String limit = problem.detail();
        String kind = problem.found().contains(".") || limit.contains(".") ? "decimal" : "integer";
        return switch (problem.kind()) {
            case UNKNOWN -> Failure.at(at, 400, "unknown_parameter", "Unknown parameter: '" + at + "'.");
            case MISSING ->
                Failure.at(at, 400, "missing_required_parameter", "Missing required parameter: '" + at + "'.");
            case TYPE ->
                Failure.at(
                        at,
                        400,
                        "invalid_type",
                        "Invalid type for '" + at + "': expected " + limit + ", but got " + problem.found()
                                + " instead.");
            case ABOVE ->
                Failure.at(
                        at,
                        400,
                        kind + "_above_max_value",
                        "Invalid '" + at + "': " + kind + " above maximum value. Expected a value <= " + limit
                                + ", but got " + problem.found() + " instead.");
            case BELOW ->
                Failure.at(
                        at,
                        400,
                        kind + "_below_min_value",
                        "Invalid '" + at + "': " + kind + " below minimum value. Expected a value >= " + limit
                                + ", but got " + problem.found() + " instead.");
            case VALUE ->
                Failure.at(
                        at,
                        400,
                        "invalid_value",
                        "Invalid value: '" + problem.found() + "'. Supported values are: " + quoted(limit) + ".");
            case PATTERN ->
                Failure.at(
                        at,
                        400,
                        "invalid_value",
                        "Invalid '" + at + "': string does not match pattern."
                                + " Expected a string that matches the pattern '" + limit + "'.");
            case TOO_LONG ->
                Failure.at(
                        at,
                        400,
                        "string_above_max_length",
                        "Invalid '" + at + "': string too long." + " Expected a string with maximum length " + limit
                                + ", but got length " + problem.found() + " instead.");
            case TOO_SHORT ->
                Failure.at(
                        at,
                        400,
                        "string_below_min_length",
                        "Invalid '" + at + "': string too short." + " Expected a string with minimum length " + limit
                                + ", but got length " + problem.found() + " instead.");
            case TOO_MANY ->
                Failure.at(
                        at,
                        400,
                        "array_above_max_length",
                        "Invalid '" + at + "': array too long." + " Expected an array with maximum length " + limit
                                + ", but got length " + problem.found() + " instead.");
            case TOO_FEW ->
                Failure.at(
                        at,
                        400,
                        "empty_array",
                        "Invalid '" + at + "': empty array. Expected an array with" + " minimum length " + limit
                                + ", but got an empty array instead.");
            case RULE -> Failure.at(at, 400, null, limit);
        };
    }

    private static String quoted(String values) {
        return Arrays.stream(values.split(", ", -1))
                .map(value -> "'" + value + "'")
                .collect(Collectors.joining(", "));
    }
}
