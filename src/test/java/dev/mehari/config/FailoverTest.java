package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mehari.call.ErrorKind;
import dev.mehari.config.Failover.Then;
import dev.mehari.protocol.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the shipped table says; the rows are what vendors answer. */
class FailoverTest {
    private static final Failover SHIPPED = Failover.shipped();
    private static final int ROUNDS = 20_000;
    private static final List<List<String>> MARKS = List.of(
            List.of("'", "'"),
            List.of("\"", "\""),
            List.of("`", "`"),
            List.of("“", "”"),
            List.of("„", "“"),
            List.of("‘", "’"),
            List.of("«", "»"),
            List.of("‹", "›"),
            List.of("「", "」"),
            List.of("『", "』"));
    private static final List<String> TEMPLATES = List.of(
            "%s",
            "Invalid value: %s.",
            "Invalid value: %s. Supported values are: 'system' and 'user'.",
            "Invalid 'tools[0].name': %s, it isn't a name",
            "Your credit balance is too low, %s",
            "The model %s does not exist or you do not have access to it.",
            "You're told that (%s) isn't the model's tool",
            "Bad input b%s");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # OpenAI
                    401 | invalid_api_key         | invalid_request_error | Incorrect API key provided: sk-***.          | upstream_auth_failed
                    403 | unsupported_country_region_territory | request_forbidden |                                     | upstream_auth_failed
                    403 | model_not_found         | invalid_request_error | Project `p` does not have access to model `m` | upstream_model_not_found
                    404 | model_not_found         | invalid_request_error | The model `m` does not exist or you do not have access to it. | upstream_model_not_found
                    404 |                         | invalid_request_error | Item with id 'rs_1' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input. | upstream_rejected
                    404 | previous_response_not_found | invalid_request_error | Previous response with id 'resp_1' not found. | upstream_rejected
                    404 |                         | invalid_request_error | Unknown request URL                          | upstream_model_not_found
                    429 | insufficient_quota      | insufficient_quota    | You exceeded your current quota, please check your plan | insufficient_quota
                    429 | billing_not_active      | billing_not_active    | Your account is not active                   | insufficient_quota
                    400 | billing_hard_limit_reached | invalid_request_error |                                            | insufficient_quota
                    429 | rate_limit_exceeded     | tokens                | Rate limit reached for gpt-5 on tokens per min | upstream_rate_limited
                    429 | rate_limit_exceeded     | requests              | Request too large for gpt-5 on tokens per min (TPM) | upstream_rate_limited
                    400 | context_length_exceeded | invalid_request_error | This model's maximum context length is 128000 tokens. | context_length_exceeded
                    400 | string_above_max_length | invalid_request_error | Invalid 'user': string too long.             | upstream_rejected
                    400 | unsupported_value       | invalid_request_error | Your organization must be verified to stream this model. | upstream_auth_failed
                    429 | organization_spend_limit_exceeded | insufficient_quota |                                       | insufficient_quota
                    429 | organization_spend_limit_exceeded |             |                                              | insufficient_quota
                    429 | project_spend_limit_exceeded |                  |                                              | insufficient_quota
                    429 | organization_usage_limit_exceeded |             |                                              | insufficient_quota
                    429 | credit_balance_exhausted |                      |                                              | insufficient_quota
                    429 | enforced_spend_limit_reached |                  |                                              | insufficient_quota
                    400 | content_policy_violation | invalid_request_error | rejected as a result of our safety system   | content_policy_violation
                    400 | invalid_prompt          | invalid_request_error | Invalid prompt: your prompt was flagged as potentially violating our usage policy. | content_policy_violation
                    400 | unsupported_parameter   | invalid_request_error | Unsupported parameter: 'max_tokens'          | upstream_rejected
                    400 |                         | invalid_request_error |                                              | upstream_rejected
                    413 |                         |                       |                                              | upstream_rejected
                    500 |                         | server_error          | The server had an error                      | upstream_error
                    503 | server_is_overloaded    | service_unavailable_error |                                          | upstream_overloaded
                    503 | slow_down               |                       |                                              | upstream_overloaded
                    500 |                         | server_error          | That model is currently overloaded with other requests. | upstream_overloaded
                    # Anthropic
                    401 |                         | authentication_error  | invalid x-api-key                            | upstream_auth_failed
                    403 |                         | permission_error      |                                              | upstream_auth_failed
                    404 |                         | not_found_error       | model: claude-x                              | upstream_model_not_found
                    402 |                         | billing_error         |                                              | insufficient_quota
                    400 |                         | invalid_request_error | Your credit balance is too low to access the Anthropic API. | insufficient_quota
                    400 |                         | invalid_request_error | You have reached your specified API usage limits. You will regain access on 2026-04-01 | insufficient_quota
                    400 |                         | invalid_request_error | You're out of extra usage. Add more at claude.ai | insufficient_quota
                    400 |                         | invalid_request_error | You’re out of extra usage. Add more at claude.ai | insufficient_quota
                    400 |                         | invalid_request_error | This organization has been disabled.         | upstream_auth_failed
                    400 |                         | invalid_request_error | prompt is too long: 215000 tokens > 200000 maximum | context_length_exceeded
                    400 |                         | invalid_request_error | input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again | context_length_exceeded
                    400 |                         | invalid_request_error | Output blocked by content filtering policy   | content_policy_violation
                    400 |                         | invalid_request_error | messages: roles must alternate               | upstream_rejected
                    413 |                         | request_too_large     | Request exceeds the maximum size             | upstream_rejected
                    429 |                         | rate_limit_error      | This request would exceed your account's rate limit. | upstream_rate_limited
                    500 |                         | api_error             | Internal server error                        | upstream_error
                    504 |                         | timeout_error         |                                              | upstream_error
                    529 |                         | overloaded_error      | Overloaded                                   | upstream_overloaded
                    # Google
                    400 | API_KEY_INVALID         | INVALID_ARGUMENT      | API key not valid. Please pass a valid API key. | upstream_auth_failed
                    400 | API_KEY_EXPIRED         | INVALID_ARGUMENT      |                                              | upstream_auth_failed
                    400 | 400                     | INVALID_ARGUMENT      | API key expired. Please renew the API key.   | upstream_auth_failed
                    400 | 400                     | FAILED_PRECONDITION   | User location is not supported for the API use. | upstream_auth_failed
                    400 | 400                     | FAILED_PRECONDITION   | Gemini API free tier is not available in your country. Please enable billing on your project in Google AI Studio. | upstream_auth_failed
                    400 | 400                     | FAILED_PRECONDITION   | Project `p` is not allowed to use Publisher Model `projects/p/locations/l/publishers/x/models/m` | upstream_model_not_found
                    403 | 403                     | PERMISSION_DENIED     | p is not allowed to use Publisher Model m    | upstream_model_not_found
                    400 | 400                     | FAILED_PRECONDITION   | The file is not in an ACTIVE state           | upstream_rejected
                    409 | 409                     | ABORTED               | The operation was aborted                    | upstream_error
                    409 | 409                     | ALREADY_EXISTS        |                                              | upstream_rejected
                    499 | 499                     | CANCELLED             | The operation was cancelled.                 | upstream_error
                    403 | 403                     | PERMISSION_DENIED     |                                              | upstream_auth_failed
                    403 | BILLING_DISABLED        | PERMISSION_DENIED     |                                              | insufficient_quota
                    402 | 402                     | RESOURCE_EXHAUSTED    | Your prepay credits are depleted             | insufficient_quota
                    404 | 404                     | NOT_FOUND             | models/x is not found for API version v1beta | upstream_model_not_found
                    429 | 429                     | RESOURCE_EXHAUSTED    | You exceeded your current quota              | upstream_rate_limited
                    400 | 400                     | INVALID_ARGUMENT      | The input token count (1200000) exceeds the maximum number of tokens allowed (1048576). | context_length_exceeded
                    400 | 400                     | INVALID_ARGUMENT      | Invalid value at 'contents[0]'               | upstream_rejected
                    500 | 500                     | INTERNAL              |                                              | upstream_error
                    503 | 503                     | UNAVAILABLE           | The model is overloaded.                     | upstream_overloaded
                    504 | 504                     | DEADLINE_EXCEEDED     |                                              | upstream_error
                    # Z.AI
                    401 | 1002                    |                       | Authentication Token invalid                 | upstream_auth_failed
                    401 | 1112                    |                       |                                              | upstream_auth_failed
                    429 | 1121                    |                       |                                              | upstream_auth_failed
                    429 | 1113                    |                       | Insufficient balance                         | insufficient_quota
                    429 | 1308                    |                       | Usage limit reached for 5 hour               | insufficient_quota
                    429 | 1310                    |                       |                                              | insufficient_quota
                    429 | 1302                    |                       | High concurrency usage of this API           | upstream_rate_limited
                    429 | 1313                    |                       |                                              | upstream_rate_limited
                    429 | 1305                    |                       |                                              | upstream_overloaded
                    429 | 1312                    |                       |                                              | upstream_overloaded
                    529 |                         | api_error             | [1305][The service may be overloaded]        | upstream_overloaded
                    429 |                         |                       | [1305][The service may be overloaded]        | upstream_overloaded
                    400 | 1210                    |                       |                                              | upstream_rejected
                    400 | 1211                    |                       | Unknown Model                                | upstream_model_not_found
                    403 | 1220                    |                       |                                              | upstream_auth_failed
                    434 | 1220                    |                       |                                              | upstream_auth_failed
                    403 | 1311                    |                       | The plan does not include this model         | upstream_model_not_found
                    400 | 1261                    |                       |                                              | context_length_exceeded
                    400 | 1301                    |                       | System detected potentially unsafe content   | content_policy_violation
                    400 | 1234                    |                       | Network error                                | upstream_error
                    0   | 1302                    |                       |                                              | upstream_rate_limited
                    200 | 1113                    |                       |                                              | insufficient_quota
                    # Those that look alike
                    400 | content_filter          |                       | The response was filtered due to Azure OpenAI's content management policy. | content_policy_violation
                    404 | DeploymentNotFound      |                       |                                              | upstream_model_not_found
                    403 | 403                     |                       | Your chosen model requires moderation and your input was flagged | content_policy_violation
                    402 | 402                     |                       | Insufficient credits                         | insufficient_quota
                    0   | 502                     |                       | Provider returned error                      |
                    400 | invalid_request_error   | invalid_request_error | Content Exists Risk                          | content_policy_violation
                    400 | invalid_request_error   | invalid_request_error | Model Not Exist                              | upstream_model_not_found
                    402 | invalid_request_error   | unknown_error         | Insufficient Balance                         | insufficient_quota
                    422 | invalid_request_error   | invalid_request_error | Failed to deserialize the JSON body          | upstream_rejected
                    400 | 400                     | BadRequestError       | This model's maximum context length is 4096 tokens. However, you requested 5000 | context_length_exceeded
                    404 | 404                     | NotFoundError         | The model `m` does not exist.                | upstream_model_not_found
                    400 | 400                     | exceed_context_size_error | request (9412 tokens) exceeds the available context size | context_length_exceeded
                    429 | 1300                    | rate_limited          | Rate limit exceeded                          | upstream_rate_limited
                    400 | 1500                    | invalid_model         | Invalid model: x                             | upstream_model_not_found
                    413 | rate_limit_exceeded     | tokens                | Request too large for model on tokens per minute | upstream_rate_limited
                    498 | capacity_exceeded       |                       |                                              | upstream_overloaded
                    429 |                         | engine_overloaded_error | The engine is currently overloaded         | upstream_overloaded
                    429 |                         | exceeded_current_quota_error |                                       | insufficient_quota
                    403 |                         |                       | You've reached your usage limit for this billing cycle | insufficient_quota
                    400 |                         | invalid_request_error | Input token length too long                  | context_length_exceeded
                    400 |                         |                       | Incorrect API key provided: na***ys.         | upstream_auth_failed
                    403 | The caller does not have permission to execute the specified operation | | Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO | content_policy_violation
                    403 |                         |                       | Your team t has either used all available credits or reached its monthly spending limit. | insufficient_quota
                    400 | Arrearage               | Arrearage             | Access denied, please make sure your account is in good standing. | insufficient_quota
                    400 | data_inspection_failed  |                       |                                              | content_policy_violation
                    412 | PRECONDITION_FAILED     | error                 | Account a is suspended, possibly due to reaching the monthly spending limit or failure to pay past invoices. | insufficient_quota
                    412 | PRECONDITION_FAILED     |                       | Something else                               | upstream_rejected
                    400 | blocked_api_access      | invalid_request_error | The organization has reached its spend limit | insufficient_quota
                    400 |                         |                       | The provided model identifier is invalid.    | upstream_model_not_found
                    400 |                         | ValidationException   | Invocation of model ID m with on-demand throughput isn’t supported. Retry with an inference profile. | upstream_model_not_found
                    400 |                         | ValidationException   | Invocation of model ID m with on-demand throughput isn't supported. | upstream_model_not_found
                    400 |                         | ServiceQuotaExceededException |                                      | insufficient_quota
                    424 |                         | ModelErrorException   |                                              | upstream_error
                    424 |                         |                       |                                              | upstream_error
                    0   |                         | ModelErrorException   |                                              | upstream_error
                    400 | 400                     | budget_exceeded       | Budget has been exceeded! Current cost: 2.0  | insufficient_quota
                    429 | 429                     | budget_exceeded       | Budget has been exceeded! Current cost: 2.0  | insufficient_quota
                    400 | 400                     |                       | litellm.ContextWindowExceededError: OpenAIException - {"error":{"message":"too long"}} | context_length_exceeded
                    400 | 400                     |                       | litellm.ContentPolicyViolationError: OpenAIException - {"error":{"message":"no"}} | content_policy_violation
                    400 | OperationNotSupported   |                       | The chatCompletion operation does not work with the specified model | upstream_model_not_found
                    403 | 403                     |                       | Key limit exceeded (total limit). Manage it using the settings | insufficient_quota
                    403 | insufficient_user_quota | new_api_error         |                                              | insufficient_quota
                    400 | 400                     | BadRequestError       | The decoder prompt (length 5000) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller | context_length_exceeded
                    # Bodies that say nothing
                    408 |                         |                       |                                              | upstream_timeout
                    401 |                         |                       | <html>                                       | upstream_auth_failed
                    407 |                         |                       |                                              | upstream_auth_failed
                    405 |                         |                       |                                              | upstream_model_not_found
                    418 |                         |                       |                                              | upstream_rejected
                    502 |                         |                       | <html>Bad gateway                            | upstream_error
                    # Errors inside a 200
                    0   |                         | authentication_error  |                                              | upstream_auth_failed
                    0   |                         | not_found_error       |                                              | upstream_model_not_found
                    0   |                         | overloaded_error      | Overloaded                                   | upstream_overloaded
                    0   |                         | api_error             |                                              | upstream_error
                    0   |                         | invalid_request_error |                                              | upstream_rejected
                    200 | server_error            |                       |                                              | upstream_error
                    0   | rate_limit_exceeded     |                       |                                              | upstream_rate_limited
                    0   |                         | UNAVAILABLE           |                                              | upstream_overloaded
                    0   |                         | RESOURCE_EXHAUSTED    |                                              | upstream_rate_limited
                    0   |                         | INVALID_ARGUMENT      |                                              | upstream_rejected
                    0   |                         | unavailable           |                                              | upstream_overloaded
                    0   |                         | invalid_request_error | prompt is too long: 9 tokens > 8 maximum     | context_length_exceeded
                    200 | something_new           |                       | Nobody has seen this                         |
                    302 |                         |                       |                                              |
                    """)
    void theVendorsCodeDecidesBeforeTheStatus(int status, String code, String type, String message, String kind) {
        ErrorKind found = SHIPPED.meaning(status, code, type, message);
        assertThat(found == null ? null : found.code()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | invalid_value           | Invalid value: 'insufficient balance'. Supported values are: 'system', 'user'.
                    400 |                         | Invalid value: 'Your credit balance is too low'.
                    400 |                         | Invalid 'tools[0].function.name': "API key not valid" does not match '^[a-zA-Z0-9_-]+$'.
                    400 |                         | Tool `API key not valid` is unknown
                    400 |                         | Tool “API key not valid” is unknown
                    400 |                         | Tool ‘API key not valid’ is unknown
                    400 |                         | Tool «API key not valid» is unknown
                    400 |                         | Tool 「API key not valid」 is unknown
                    400 |                         | Bad input b'api key expired' in field
                    400 |                         | Bad input: 'it's ' api key expired ' or not'.
                    400 |                         | Bad input 'x`, "api key expired" is not allowed.
                    400 |                         | Bad input cut short: 'api key expired and then so mu
                    400 |                         | You're using 'api key expired', which isn't a model's name.
                    400 | invalid_value           | Invalid value: api key expired
                    400 | invalid_type            | Invalid type for api key expired
                    400 | unknown_parameter       | Unknown parameter: api key expired
                    400 | unsupported_parameter   | Unsupported parameter: api key expired
                    400 |                         | api key expired: Extra inputs are not permitted
                    422 |                         | credit balance is too low: Extra inputs are not permitted
                    422 |                         | Tool api key not valid is unknown
                    413 |                         | used all available credits
                    400 |                         | insufficient balance
                    418 |                         | prompt is too long
                    """)
    void aCallersWordsTriggerNothing(int status, String code, String message) {
        assertThat(SHIPPED.meaning(status, code, "invalid_request_error", message))
                .isEqualTo(ErrorKind.UPSTREAM_REJECTED);
    }

    /** Text that decides where it stands outside of quotation marks, and what may close them early. */
    @Test
    void whateverStandsInQuotesNeverChangesTheMeaning() {
        Seeded seeded = Seeded.fresh();
        Random random = seeded.random();
        List<String> pieces = new ArrayList<>(List.of(" ", "x", "b'", "'s ", "n't", "\n", ", ", ": ", ".", "(", "语"));
        MARKS.forEach(pair -> pieces.addAll(pair));
        SHIPPED.meanings().forEach(m -> pieces.addAll(m.phrases()));
        int[] statuses = {0, 200, 400, 403, 412, 413, 422, 429, 500};
        for (int round = 0; round < Seeded.times(ROUNDS); round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            List<String> marks = MARKS.get(random.nextInt(MARKS.size()));
            String template = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
            String message = template.formatted(marks.getFirst() + text + marks.getLast());
            int status = statuses[random.nextInt(statuses.length)];
            assertThat(SHIPPED.meaning(status, null, null, message))
                    .as("%s: %d %s", seeded, status, message)
                    .isEqualTo(SHIPPED.meaning(
                            status, null, null, template.formatted(marks.getFirst() + "x" + marks.getLast())));
        }
    }

    @Test
    void everyRowOfPhrasesNamesItsStatuses() {
        assertThat(SHIPPED.meanings())
                .filteredOn(m -> !m.phrases().isEmpty())
                .isNotEmpty()
                .allSatisfy(m -> assertThat(m.statuses()).isNotEmpty().hasSizeLessThan(5));
    }

    @Test
    void everyErrorStatusMeansSomething() {
        assertThat(IntStream.rangeClosed(400, 599))
                .allSatisfy(status ->
                        assertThat(SHIPPED.meaning(status, null, null, null)).isNotNull());
        assertThat(SHIPPED.meaning(399, null, null, null)).isNull();
        assertThat(SHIPPED.meaning(600, null, null, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    upstream_error           | retry
                    upstream_overloaded      | retry
                    upstream_unreachable     | retry
                    upstream_invalid_reply   | retry
                    upstream_stream_interrupted        | retry
                    upstream_timeout         | next
                    upstream_rate_limited    | next
                    insufficient_quota       | next
                    upstream_auth_failed     | next
                    upstream_model_not_found | next
                    upstream_pool_exhausted  | next
                    upstream_busy            | next
                    upstream_unavailable     | next
                    upstream_rejected        | answer
                    context_length_exceeded  | answer
                    content_policy_violation | answer
                    model_not_found          | answer
                    client_cancelled         | answer
                    """)
    void whatFollowsEachKind(String kind, String then) {
        assertThat(SHIPPED.then(ErrorKind.valueOf(kind.toUpperCase(Locale.ROOT))))
                .isEqualTo(Then.valueOf(then.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void onlyWhatAnAttemptCanFailWithStandsInTheTable(ErrorKind kind) {
        assertThat(SHIPPED.then().containsKey(kind))
                .isEqualTo(EnumSet.range(ErrorKind.UPSTREAM_REJECTED, ErrorKind.UPSTREAM_TIMEOUT)
                        .contains(kind));
    }

    @Test
    void theShippedNumbers() {
        assertThat(SHIPPED.maxAttempts()).isEqualTo(6);
        assertThat(SHIPPED.retry())
                .isEqualTo(new Failover.Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(10)));
        assertThat(Failover.shipped()).isSameAs(SHIPPED);
    }
}
