# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY config config
COPY routes routes
COPY docs/schema docs/schema
COPY src/main src/main
RUN --mount=type=cache,target=/m2 \
    ./mvnw -B -q -Dmaven.repo.local=/m2 -Dmaven.test.skip=true package
# The flags that pom.xml names, as an argument file for java. grep fails when there are none.
RUN sed -n 's|.*<mehari.jvm>\(.*\)</mehari.jvm>.*|\1|p' pom.xml > target/jvm.options && grep -q . target/jvm.options

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 mehari \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /mehari --shell /usr/sbin/nologin mehari \
    && install -d -o 10001 -g 10001 -m 0700 /data
# /mehari is the home folder: mount config/ and routes/ into it to change them. Without them the defaults in the jar hold.
WORKDIR /mehari
COPY --from=build /src/target/mehari-exec.jar /src/target/jvm.options /opt/mehari/
USER 10001:10001
ENV MEHARI_DATA=/data
VOLUME /data
EXPOSE 8080
# bash opens the connection itself: the image needs no HTTP client for this.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${SERVER_PORT:-8080}\" && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200'* ]]"]
# More flags: JAVA_TOOL_OPTIONS. With a read-only root, /tmp must be a writable mount that allows exec (SQLite's library).
ENTRYPOINT ["java", "@/opt/mehari/jvm.options", "-jar", "/opt/mehari/mehari-exec.jar"]
