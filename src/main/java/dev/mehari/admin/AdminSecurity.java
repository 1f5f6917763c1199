package dev.mehari.admin;

import dev.mehari.call.ErrorKind;
import dev.mehari.call.Refusal;
import dev.mehari.edge.EdgeErrors;
import dev.mehari.key.AdminCredential;
import jakarta.servlet.RequestDispatcher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Who may come to the admin side: {@code admin} by HTTP Basic, without a session. */
public final class AdminSecurity {
    private static final String USER = "admin";

    private AdminSecurity() {}

    /**
     * The filter chain of the admin paths. Paths of models never come here.
     *
     * @param openMetrics whether anyone may read the metrics
     */
    public static SecurityFilterChain chain(
            HttpSecurity http, AdminCredential password, EdgeErrors errors, boolean openMetrics) throws Exception {
        AuthenticationEntryPoint unknown = (request, response, e) -> {
            response.setHeader("WWW-Authenticate", "Basic realm=\"mehari\", charset=\"UTF-8\"");
            errors.write(
                    request,
                    new Refusal(
                            ErrorKind.UNAUTHENTICATED,
                            "the admin side takes HTTP Basic as the user admin; a virtual key cannot administer"),
                    response);
        };
        return http.securityMatcher("/api/**", "/v1/metrics", "/v1/tokens/**")
                .authorizeHttpRequests(paths -> {
                    if (openMetrics) {
                        paths.requestMatchers("/v1/metrics", "/api/metrics/prometheus")
                                .permitAll();
                    }
                    paths.anyRequest().hasRole("ADMIN");
                })
                .httpBasic(basic -> basic.authenticationEntryPoint(unknown))
                .exceptionHandling(e -> e.authenticationEntryPoint(unknown))
                .authenticationManager(given -> check(given, password))
                // Without a session there is no token against forged requests; SameSite stands in for it.
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .addFilterBefore(new SameSite(errors), BasicAuthenticationFilter.class)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** Answers what Spring's firewall will not let in, also on its way to the error page. */
    public static RequestRejectedHandler rejected(EdgeErrors errors) {
        return (request, response, e) -> {
            int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 400;
            errors.write(request, EdgeErrors.ofStatus(status), response);
        };
    }

    private static Authentication check(Authentication given, AdminCredential password) {
        boolean right = password.matches(String.valueOf(given.getCredentials()));
        if (!right || !USER.equals(given.getName())) {
            throw new BadCredentialsException("wrong user or password");
        }
        return UsernamePasswordAuthenticationToken.authenticated(
                USER, null, AuthorityUtils.createAuthorityList("ROLE_ADMIN"));
    }
}
