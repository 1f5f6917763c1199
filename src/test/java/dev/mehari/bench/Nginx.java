package dev.mehari.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx as a plain reverse proxy with kept connections: no key, no log, nothing stored. */
final class Nginx {
    private Nginx() {}

    static Child start(Path folder, int port, int upstreamPort) {
        try {
            Path file = Files.createDirectories(folder).resolve("nginx.conf");
            Files.writeString(file, """
                    daemon off;
                    worker_processes auto;
                    pid %1$s/nginx.pid;
                    error_log stderr;
                    events { worker_connections 8192; }
                    http {
                      access_log off;
                      client_body_temp_path %1$s/body;
                      proxy_temp_path %1$s/proxy;
                      fastcgi_temp_path %1$s/fastcgi;
                      uwsgi_temp_path %1$s/uwsgi;
                      scgi_temp_path %1$s/scgi;
                      client_max_body_size 64m;
                      client_body_buffer_size 4m;
                      keepalive_requests 100000000;
                      upstream fake {
                        server 127.0.0.1:%3$d;
                        keepalive 1024;
                        keepalive_requests 100000000;
                      }
                      server {
                        listen 127.0.0.1:%2$d backlog=4096;
                        location / {
                          proxy_pass http://fake;
                          proxy_http_version 1.1;
                          proxy_set_header Connection "";
                          proxy_buffering off;
                        }
                      }
                    }
                    """.formatted(folder, port, upstreamPort));
            return Child.start("nginx", folder, Map.of(), List.of("nginx", "-p", folder + "/", "-c", file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
