package dev.mehari.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnquotedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ~~                                        | ~~
                    no marks                                  | no marks
                    you're at our model's end, isn't it       | you're at our model's end, isn't it
                    you\u2019re at our model\u2019s end       | you're at our model's end
                    a 'b' c                                   | ~a   c~
                    a 'b' c "d" e                             | ~a   e~
                    a 'b"c' d                                 | ~a   d~
                    'a' b                                     | ~  b~
                    a 'b'                                     | ~a  ~
                    a ''                                      | ~a  ~
                    '                                         | ~ ~
                    a 'you're' b                              | ~a   b~
                    a b's text' c                             | ~a b  c~
                    a x'text' c                               | ~a x  c~
                    a 'b ' c                                  | ~a   c~
                    a 'b' 'cut short                          | ~a  ~
                    a 'cut short                              | ~a  ~
                    a ' cut short                             | ~a  ~
                    the users' credit                         | ~the users ~
                    """)
    void whatStandsOutside(String text, String outside) {
        assertThat(Unquoted.of(text)).isEqualTo(outside);
    }
}
