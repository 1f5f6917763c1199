package dev.mehari.admin;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.edge.EdgeErrors;
import dev.mehari.health.SwitchStoreUnavailableException;
import dev.mehari.key.StoreUnavailableException;
import dev.mehari.live.RefusedChange;
import dev.mehari.overlay.Referenced;
import dev.mehari.usage.LedgerUnavailableException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Errors of everything that Spring serves: always JSON, in the shape that the path's callers know. */
@RestControllerAdvice
@Controller
@RequestMapping("${server.error.path:/error}")
public final class AdminErrors implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(AdminErrors.class);

    private final EdgeErrors errors;

    public AdminErrors(EdgeErrors errors) {
        this.errors = errors;
    }

    @ExceptionHandler
    void any(Exception thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        errors.write(request, refusal(thrown), response);
    }

    /** The files that were to go live have faults: each with its place. */
    @ExceptionHandler
    void refused(RefusedChange refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Refusal refusal = new Refusal(
                refused.kind(),
                "generation " + refused.live() + " stays live: "
                        + refused.faults().getFirst());
        errors.write(
                request,
                refusal,
                refused.faults().stream().map(LiveController::fault).toList(),
                response);
    }

    /** What was to be deleted is used: by whom. */
    @ExceptionHandler
    void used(Referenced used, HttpServletRequest request, HttpServletResponse response) throws IOException {
        errors.write(
                request,
                new Refusal(ErrorKind.CONFLICT, String.valueOf(used.getMessage())),
                used.by().stream()
                        .map(by -> Map.<String, Object>of("reference", by))
                        .toList(),
                response);
    }

    /** Where the container sends what nobody handled. */
    @RequestMapping
    void container(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        errors.write(request, EdgeErrors.ofStatus(status), response);
    }

    private static Refusal refusal(Exception thrown) {
        return switch (thrown) {
            case Refusal refusal -> refusal;
            case StoreUnavailableException e -> away();
            case LedgerUnavailableException e -> away();
            case SwitchStoreUnavailableException e -> away();
            case HttpMessageNotReadableException e ->
                new Refusal(ErrorKind.INVALID_JSON, "the body is not the JSON object that is expected here");
            case IllegalArgumentException e -> new Refusal(ErrorKind.INVALID_REQUEST, String.valueOf(e.getMessage()));
            case MissingServletRequestParameterException e ->
                new Refusal(
                        ErrorKind.INVALID_REQUEST, "the query needs the parameter \"" + e.getParameterName() + "\"");
            case MethodArgumentTypeMismatchException e ->
                new Refusal(ErrorKind.INVALID_REQUEST, "the parameter \"" + e.getName() + "\" has the wrong form");
            case ErrorResponse response ->
                EdgeErrors.ofStatus(response.getStatusCode().value());
            default -> {
                LOG.error("admin request failed", thrown);
                yield new Refusal(ErrorKind.INTERNAL_ERROR, "internal error");
            }
        };
    }

    private static Refusal away() {
        return new Refusal(ErrorKind.AUTH_STORE_UNAVAILABLE, "the database cannot be reached; try again in a moment");
    }
}
