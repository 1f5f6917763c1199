package dev.mehari.it.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import dev.mehari.fake.PlatformFake;
import dev.mehari.it.GatewaySetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("openai-java with its default settings, pointed at /openai/v1")
class PlatformSdkIT {
    private static final Doors DOORS = Doors.shared();
    private static final List<OpenAIClient> OPEN = new ArrayList<>();
    private static final OpenAIClient SDK = sdk("/openai/v1", DOORS.key);

    private static OpenAIClient sdk(String base, String key) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(DOORS.gateway.url() + base)
                .apiKey(key)
                .build();
        OPEN.add(client);
        return client;
    }

    @AfterAll
    static void close() {
        OPEN.forEach(OpenAIClient::close);
    }

    @BeforeEach
    void forget() {
        DOORS.forget();
    }

    @AfterEach
    void holdsNothing() {
        DOORS.assertIdle();
    }

    @Test
    @DisplayName("files: sent from disk, listed, read, taken away")
    void files(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("lines.jsonl"), new byte[600_000]);
        FileObject sent = SDK.files()
                .create(FileCreateParams.builder()
                        .file(file)
                        .purpose(FilePurpose.BATCH)
                        .build());
        assertThat(sent.bytes()).isEqualTo(600_000);
        assertThat(sent.filename()).isEqualTo("lines.jsonl");
        assertThat(SDK.files().list().data()).hasSize(1);
        assertThat(SDK.files().retrieve("file-7").id()).isEqualTo("file-7");
        try (HttpResponse content = SDK.files().content("file-7")) {
            assertThat(content.body().readAllBytes()).isEqualTo(PlatformFake.bytes());
        }
        assertThat(SDK.files().delete("file-7").deleted()).isTrue();
    }

    @Test
    @DisplayName("images, moderations, speech in both directions, batches")
    void others(@TempDir Path folder) throws IOException {
        assertThat(SDK.images()
                        .generate(ImageGenerateParams.builder()
                                .prompt("a cat")
                                .model("gpt-image-1")
                                .build())
                        .data()
                        .orElseThrow()
                        .getFirst()
                        .b64Json())
                .contains("aGVsbG8=");
        assertThat(SDK.moderations()
                        .create(ModerationCreateParams.builder().input("hi").build())
                        .results()
                        .getFirst()
                        .flagged())
                .isFalse();
        try (HttpResponse spoken = SDK.audio()
                .speech()
                .create(SpeechCreateParams.builder()
                        .model("tts-1")
                        .input("hi")
                        .voice("alloy")
                        .build())) {
            assertThat(spoken.body().readAllBytes()).isEqualTo(PlatformFake.bytes());
        }
        assertThat(SDK.audio()
                        .transcriptions()
                        .create(TranscriptionCreateParams.builder()
                                .file(Files.write(folder.resolve("a.wav"), new byte[5000]))
                                .model("whisper-1")
                                .build())
                        .asTranscription()
                        .text())
                .isEqualTo("5000 bytes of speech");
        assertThat(SDK.batches().retrieve("batch_1").id()).isEqualTo("batch_1");
    }

    @Test
    @DisplayName("a chat beside them, counted like any other")
    void chat() {
        assertThat(SDK.chat()
                        .completions()
                        .create(ChatCompletionCreateParams.builder()
                                .model("gpt-4.1")
                                .addUserMessage("hi")
                                .build())
                        .choices())
                .hasSize(1);
    }

    @Test
    @DisplayName("the SDK's own typed errors")
    void errors() {
        assertThatThrownBy(() -> SDK.images()
                        .generate(ImageGenerateParams.builder().prompt("").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("prompt");
        assertThatThrownBy(() -> SDK.files().retrieve("no-file")).isInstanceOf(NotFoundException.class);
        OpenAIClient other = sdk("/openai/v1", GatewaySetup.KEY);
        assertThatThrownBy(() -> other.files().list())
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("passthrough");
        OpenAIClient painter = sdk("/openai/v1", DOORS.keyFor("painter"));
        assertThatThrownBy(() -> painter.moderations()
                        .create(ModerationCreateParams.builder()
                                .input("hi")
                                .model("omni-moderation-latest")
                                .build()))
                .isInstanceOf(PermissionDeniedException.class);
    }

    @Test
    @DisplayName("a stored response, through the SDK's usual base URL")
    void storedResponses() {
        String key = DOORS.key("\"allowed_models\":[\"painter\"]");
        OpenAIClient usual = sdk("/v1", key);
        assertThat(usual.responses().retrieve("resp_1").id()).isEqualTo("resp_1");
        assertThat(usual.responses().cancel("resp_1").id()).isEqualTo("resp_1");
        usual.responses().delete("resp_1");
        assertThat(DOORS.openai.requests()).hasSize(3);
    }
}
